package dev.sutra.app.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The body of {@code /v1/expand}. */
final class ExpandBodyTest {
  private static RestFixture rest;

  @BeforeAll
  static void start() throws Exception {
    rest = new RestFixture().withAnimals();
  }

  @AfterAll
  static void stop() {
    rest.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                          | 0 ids; 1 to 1000 are allowed",
        "{'ids':[]}                  | 0 ids; 1 to 1000 are allowed",
        "{'ids':'dog'}               | ids is not an array",
        "{'ids':[1]}                 | ids[0] is not a string",
        "{'ids':[null]}              | ids[0] is not a string",
        "{'ids':['a','']}            | ids[1] is empty",
        "{'ids':['a','a']}           | ids has a twice",
        "{'ids':['a'],'weights':[]}  | weights has 0 elements; ids has 1",
        "{'ids':['a'],'weights':[0]} | the weight of a is 0.0; above 0",
        "{'ids':['a'],'weights':[-1]} | the weight of a is -1.0; above 0",
        "{'ids':['a'],'weights':[1e400]} | the weight of a is Infinity; above 0",
        "{'ids':['a'],'weights':['x']} | weights[0] is not a number",
        "{'ids':['a'],'decay':0}     | decay is 0.0; above 0, up to 1",
        "{'ids':['a'],'decay':1.5}   | decay is 1.5; above 0, up to 1",
        "{'ids':['a'],'depth':5}     | depth is 5; 1 to 4 is allowed",
        "{'ids':['a'],'depth':99999999999} | depth is 2147483647; 1 to 4 is allowed",
        "{'ids':['a'],'limit':0}     | limit is 0; 1 to 1000 is allowed",
        "{'ids':['a'],'max_edges':-1} | max_edges is -1; 1 to 1000000 is allowed",
        "{'ids':['a'],'min_weight':2} | min_weight is 2.0; 0 to 1 is allowed",
        "{'ids':['a'],'direction':'up'} | direction must be one of out, in, both",
        "{'ids':['a'],'types':['']}  | type is empty",
        "{'ids':['a'],'kind':1}      | unknown field",
      })
  void expandRefusesWhatIsWrong(String body, String detail) throws Exception {
    BadRequestTest.problem(400, detail, rest.send("POST", "/v1/expand", body.replace('\'', '"')));
  }

  @Test
  void expandTakesAThousandIds() throws Exception {
    StringBuilder ids = new StringBuilder("{\"ids\":[\"a0\"");
    for (int i = 1; i < 1000; i++) {
      ids.append(",\"a").append(i).append('"');
    }
    assertEquals(200, rest.send("POST", "/v1/expand", ids + "]}").statusCode());
    BadRequestTest.problem(
        400, "ids has more than 1000 elements", rest.send("POST", "/v1/expand", ids + ",\"b\"]}"));
  }
}
