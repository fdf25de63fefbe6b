package io.eipmeter.schemas.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * CSV with a header, whose columns may come in any order; {@code bytesOut}, {@code bytes_out} and
 * {@code BYTES-OUT} are one column. An empty cell says nothing.
 */
final class CsvText implements Rows.Source<JsonNode> {
  /** Of a cell. A quote that is not closed would else swallow the file. */
  private static final int MOST_CHARACTERS = 64 << 10;

  private static final CsvFactory CSV =
      CsvFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(MOST_CHARACTERS).build())
          .enable(CsvParser.Feature.TRIM_SPACES)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .build();

  private final String name;
  private final CsvParser parser;
  private final List<Column> columns = new ArrayList<>();
  private long line = 1;

  /** A column of the header. */
  private record Column(String key, boolean integer, boolean truth) {}

  private CsvText(String name, Reader reader, JsonNode properties, boolean comments) {
    this.name = name;
    try {
      parser = CSV.createParser(reader);
      parser.setSchema(comments ? CsvSchema.emptySchema().withComments() : CsvSchema.emptySchema());
      List<String> header = cells();
      if (header == null) {
        throw new BadFileException(name + " is empty; its first line must name the columns");
      }
      readHeader(header, properties);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  static CsvText open(Path file, JsonNode properties, boolean comments) {
    Reader reader = TextFile.open(file);
    try {
      return new CsvText(file.toString(), reader, properties, comments);
    } catch (BadFileException e) {
      closeQuietly(reader);
      throw e;
    }
  }

  static CsvText of(String name, String text, JsonNode properties, boolean comments) {
    return new CsvText(name, new StringReader(text), properties, comments);
  }

  private void readHeader(List<String> header, JsonNode properties) {
    Map<String, String> known = new HashMap<>();
    TreeSet<String> names = new TreeSet<>();
    properties.fieldNames().forEachRemaining(names::add);
    names.forEach(key -> known.put(canonical(key), key));
    refuseSeparator(header);
    Map<String, String> seen = new HashMap<>();
    for (String cell : header) {
      String key = known.get(canonical(cell));
      if (key == null) {
        boolean noHeader = header.stream().noneMatch(each -> known.containsKey(canonical(each)));
        throw bad(
            noHeader
                ? "must name the columns; '" + cell + "' is none of " + String.join(", ", names)
                : "there is no column '" + cell + "', only " + String.join(", ", names));
      }
      String before = seen.put(key, cell);
      if (before != null) {
        throw bad("the column '" + before + "' stands twice, also as '" + cell + "'");
      }
      JsonNode type = properties.path(key).path("type");
      columns.add(new Column(key, names(type, "integer"), names(type, "boolean")));
    }
  }

  private void refuseSeparator(List<String> header) {
    String first = header.get(0);
    for (String separator : List.of(";", "\t", "|")) {
      if (header.size() == 1 && first.contains(separator)) {
        throw bad(
            "the columns are separated by "
                + (separator.equals("\t") ? "tabs" : "'" + separator + "'")
                + "; separate them by ','");
      }
    }
  }

  private static boolean names(JsonNode type, String name) {
    if (type.isArray()) {
      for (JsonNode each : type) {
        if (each.asText().equals(name)) {
          return true;
        }
      }
    }
    return type.asText().equals(name);
  }

  private static String canonical(String column) {
    return column.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
  }

  @Override
  public @Nullable Row<JsonNode> next() {
    try {
      List<String> cells = cells();
      if (cells == null) {
        return null;
      }
      if (cells.size() != columns.size()) {
        throw bad(
            "has " + cells.size() + " cells, but the header names " + columns.size() + " columns");
      }
      ObjectNode row = JsonNodeFactory.instance.objectNode();
      for (int i = 0; i < columns.size(); i++) {
        Column column = columns.get(i);
        if (!cells.get(i).isEmpty()) {
          row.set(column.key, value(column, cells.get(i)));
        }
      }
      return new Row<>(name, line, row);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** What is no number of JSON's stays a text, for the schema to refuse. */
  private static JsonNode value(Column column, String cell) {
    if (column.integer) {
      JsonNode number = Scalars.wholeNumber(cell);
      if (number != null) {
        return number;
      }
    }
    if (column.truth && (cell.equals("true") || cell.equals("false"))) {
      return BooleanNode.valueOf(cell.equals("true"));
    }
    return TextNode.valueOf(cell);
  }

  private @Nullable List<String> cells() throws IOException {
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      return null;
    }
    List<String> cells = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (cells.isEmpty()) {
        line = parser.currentTokenLocation().getLineNr(); // a row's start has none of its own
      }
      cells.add(parser.getText());
    }
    return cells;
  }

  private BadFileException unreadable(IOException e) {
    if (e instanceof CharacterCodingException) {
      return TextFile.notUtf8(name + ", after line " + line);
    }
    if (e instanceof StreamConstraintsException) {
      return new BadFileException(
          name
              + ", after line "
              + line
              + ": a cell is longer than "
              + MOST_CHARACTERS
              + " characters; perhaps a quote is not closed");
    }
    if (e instanceof JsonProcessingException problem) {
      return new BadFileException(
          name + ", after line " + line + ": is no CSV: " + problem.getOriginalMessage());
    }
    return bad("can't be read: " + e.getMessage());
  }

  private BadFileException bad(String sentence) {
    return new BadFileException(name + ", line " + line + ": " + sentence);
  }

  @Override
  public void close() {
    closeQuietly(parser);
  }

  /** Nothing was written: what closing says changes nothing. */
  private static void closeQuietly(AutoCloseable open) {
    try {
      open.close();
    } catch (Exception e) {
      return;
    }
  }
}
