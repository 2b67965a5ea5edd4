package dev.sutra.kafka.metrics;

/**
 * An operation of a store whose calls are counted and timed, under the name that Kafka gives it.
 */
public enum Operation {
  PUT("put"),
  DELETE("delete"),
  ASSOCIATE("associate"),
  DISSOCIATE("dissociate"),
  GET("get"),
  RANGE("range"),
  ALL("all"),
  PREFIX_SCAN("prefix-scan"),
  NEIGHBORS("neighbors"),
  EDGES("edges"),
  TRAVERSE("traverse"),
  PATHS("paths"),
  EXPAND("expand"),
  SEARCH("search"),
  SIMILAR("similar"),
  TIMELINE("timeline"),
  COMMIT("commit"),
  RESTORE("restore");

  private final String title;

  Operation(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
