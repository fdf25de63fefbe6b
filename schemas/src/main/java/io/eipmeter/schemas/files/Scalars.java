package io.eipmeter.schemas.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What an unquoted word means: JSON's numbers, true, false and null, else text. {@code 012}, {@code
 * 0x1f}, {@code 1_000}, {@code yes} and {@code .5} are text, so that no one's octal is a number.
 */
final class Scalars {
  /** Of a number; longer ones are text, and refused where a number is due. */
  private static final int MOST_CHARACTERS = 40;

  private static final int MOST_EXPONENT = 40;

  private Scalars() {}

  static JsonNode plain(String text) {
    return switch (text) {
      case "", "~", "null" -> NullNode.instance;
      case "true" -> BooleanNode.TRUE;
      case "false" -> BooleanNode.FALSE;
      default -> {
        JsonNode number = number(text);
        yield number == null ? TextNode.valueOf(text) : number;
      }
    };
  }

  /** A whole number as JSON spells it and a long holds it, else null. */
  static @Nullable JsonNode wholeNumber(String text) {
    int digits = digits(text, 0);
    return digits == text.length() && digits > 0 ? whole(text) : null;
  }

  /** A number as JSON spells it, else null. */
  private static @Nullable JsonNode number(String text) {
    int whole = text.length() > MOST_CHARACTERS ? 0 : digits(text, 0);
    if (whole == 0) {
      return null;
    }
    int at = whole;
    if (at < text.length() && text.charAt(at) == '.') {
      int end = run(text, at + 1);
      if (end == at + 1) {
        return null;
      }
      at = end;
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int sign = at + 1 < text.length() && "+-".indexOf(text.charAt(at + 1)) >= 0 ? 1 : 0;
      int end = run(text, at + 1 + sign);
      if (end == at + 1 + sign) {
        return null;
      }
      at = end;
    }
    if (at < text.length()) {
      return null;
    }
    return whole == text.length() ? whole(text) : decimal(text);
  }

  private static @Nullable JsonNode whole(String text) {
    try {
      long value = Long.parseLong(text);
      return value == (int) value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
    } catch (NumberFormatException e) {
      return null; // longer than a long: no file has such a number
    }
  }

  private static @Nullable JsonNode decimal(String text) {
    try {
      BigDecimal value = new BigDecimal(text);
      return isBounded(value) ? DecimalNode.valueOf(value) : null;
    } catch (NumberFormatException e) {
      return null; // an exponent beyond an int
    }
  }

  /** Whether writing it out is cheap. */
  static boolean isBounded(BigDecimal value) {
    return Math.abs((long) value.scale()) <= MOST_EXPONENT && value.precision() <= MOST_CHARACTERS;
  }

  /** Where a whole number without leading zeros ends; 0 if there is none. */
  private static int digits(String text, int from) {
    int start = from < text.length() && text.charAt(from) == '-' ? from + 1 : from;
    int end = run(text, start);
    boolean leadingZero = end > start + 1 && text.charAt(start) == '0';
    return end == start || leadingZero ? 0 : end;
  }

  private static int run(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }
}
