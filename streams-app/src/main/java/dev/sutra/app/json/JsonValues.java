package dev.sutra.app.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value at which a parser stands, without conversions: a string is not a number, and 1 is
 * not true. Values of another type or out of range are an {@link IllegalArgumentException} with the
 * name of the field.
 */
public final class JsonValues {
  private JsonValues() {}

  public static @Nullable String string(JsonParser parser, String name) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_STRING -> parser.getText();
      default -> throw wrongType(name, "a string");
    };
  }

  public static boolean flag(JsonParser parser, String name) {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw wrongType(name, "true or false");
    };
  }

  public static float finiteFloat(JsonParser parser, String name) throws IOException {
    checkNumber(parser, name);
    float value = parser.getFloatValue();
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException(name + " is not a finite 32-bit number");
    }
    return value;
  }

  public static double number(JsonParser parser, String name) throws IOException {
    checkNumber(parser, name);
    return parser.getDoubleValue();
  }

  public static long wholeNumber(JsonParser parser, String name) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw wrongType(name, "a whole number");
    }
    return switch (parser.getNumberType()) {
      case INT, LONG -> parser.getLongValue();
      default -> throw wrongType(name, "a whole number of 64 bits");
    };
  }

  public static void checkObject(JsonParser parser, String name) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw wrongType(name, "an object");
    }
  }

  private static void checkNumber(JsonParser parser, String name) {
    JsonToken token = parser.currentToken();
    if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
      throw wrongType(name, "a number");
    }
  }

  public static IllegalArgumentException wrongType(String name, String expected) {
    return new IllegalArgumentException(name + " is not " + expected);
  }
}
