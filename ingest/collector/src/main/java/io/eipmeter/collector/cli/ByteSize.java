package io.eipmeter.collector.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A number of bytes, written {@code 512m}, {@code 2g}, {@code 64k} or plain.
 *
 * @param bytes the number
 */
public record ByteSize(long bytes) {

  /** Reads the text of an option. */
  public static final class Converter implements ITypeConverter<ByteSize> {
    @Override
    public ByteSize convert(String text) {
      String lower = text.trim().toLowerCase(Locale.ROOT);
      int shift =
          lower.endsWith("g") ? 30 : lower.endsWith("m") ? 20 : lower.endsWith("k") ? 10 : 0;
      String digits = shift == 0 ? lower : lower.substring(0, lower.length() - 1);
      try {
        long bytes = Math.multiplyExact(Long.parseLong(digits), 1L << shift);
        if (bytes > 0) {
          return new ByteSize(bytes);
        }
      } catch (NumberFormatException | ArithmeticException e) {
        throw new TypeConversionException(sentence(text));
      }
      throw new TypeConversionException(sentence(text));
    }

    private static String sentence(String text) {
      return "'" + text + "' is no size; write bytes, or 64k, 512m, 2g";
    }
  }
}
