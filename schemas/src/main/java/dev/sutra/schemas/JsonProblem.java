package dev.sutra.schemas;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.sutra.schemas.internals.Names;

/** Describes a syntax error in JSON by place and cause, without the parser's own messages. */
public final class JsonProblem {
  private static final String REPEATED = "Duplicate field '";

  private JsonProblem() {}

  /** A message that begins with "not valid JSON"; it quotes at most a field name of the text. */
  public static String of(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String where =
        at == null || at.getCharOffset() < 0 ? "" : " at character " + at.getCharOffset();
    return "not valid JSON" + where + ": " + fault(e, String.valueOf(e.getOriginalMessage()));
  }

  private static String fault(JsonProcessingException e, String message) {
    return switch (e) {
      case StreamConstraintsException tooMuch ->
          "it is nested too deep, or a text, name or number in it is too long";
      case InputCoercionException outOfRange -> "a number is out of its range";
      case JsonEOFException early -> "it is truncated";
      default -> syntax(message);
    };
  }

  private static String syntax(String message) {
    if (message.startsWith(REPEATED)) {
      int end = message.lastIndexOf('\'');
      return "field "
          + Names.shown(message.substring(REPEATED.length(), Math.max(REPEATED.length(), end)))
          + " is repeated";
    }
    if (message.startsWith("Non-standard token")) {
      return "NaN and Infinity are not numbers of JSON";
    }
    if (message.startsWith("Unrecognized token")) {
      return "an unknown word; strings must be in double quotes";
    }
    return "an unexpected character";
  }
}
