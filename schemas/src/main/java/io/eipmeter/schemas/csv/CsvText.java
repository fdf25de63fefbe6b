package io.eipmeter.schemas.csv;

/**
 * Text in a CSV file that leaves us. A spreadsheet takes a cell that begins with {@code =}, {@code
 * +}, {@code -}, {@code @}, a tab or a carriage return for a formula, and the names of accounts and
 * addresses are whatever a customer wrote. Only for columns of text: a number may begin with a
 * minus.
 */
public enum CsvText {
  /** A cell that would be a formula begins with an apostrophe, which a spreadsheet doesn't show. */
  NEUTRALISED {
    @Override
    public String of(String text) {
      return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
  },

  /** As it is, for programs. */
  RAW {
    @Override
    public String of(String text) {
      return text;
    }
  };

  private static final String FORMULA = "=+-@\t\r";

  /** What the switch {@code --csv-raw} asks for. */
  public static CsvText raw(boolean raw) {
    return raw ? RAW : NEUTRALISED;
  }

  /** The text of a cell, before it is quoted. */
  public abstract String of(String text);
}
