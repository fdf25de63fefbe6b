package io.eipmeter.schemas.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One JSON object a line; empty lines are passed over. */
final class JsonLines implements Rows.Source<JsonNode> {
  /** An address with a change every hour of ten years. */
  private static final int MOST_CHARACTERS = 16 << 20;

  private static final int MOST_DEPTH = 32;

  private static final ObjectReader READER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MOST_DEPTH)
                          .maxNumberLength(40)
                          .build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build()
          .reader()
          .with(JsonNodeFactory.withExactBigDecimals(true));

  private final String name;
  private final BufferedReader reader;
  private long line;

  private JsonLines(String name, BufferedReader reader) {
    this.name = name;
    this.reader = reader;
  }

  static JsonLines open(Path file) {
    return new JsonLines(file.toString(), TextFile.open(file));
  }

  static JsonLines of(String name, String text) {
    return new JsonLines(name, new BufferedReader(new StringReader(text)));
  }

  @Override
  public @Nullable Row<JsonNode> next() {
    for (String text = line(); text != null; text = line()) {
      if (!text.isBlank()) {
        return new Row<>(name, line, tree(text));
      }
    }
    return null;
  }

  private JsonNode tree(String text) {
    try {
      JsonNode tree = READER.readTree(text);
      if (!tree.isObject()) {
        throw bad("must be one JSON object a line, was " + Complaint.shown(tree));
      }
      refuseLongNumbers(tree);
      return tree;
    } catch (JsonProcessingException e) {
      throw bad(sentence(e.getOriginalMessage()));
    }
  }

  /** The library's words, but for what people do most. */
  private static String sentence(String problem) {
    if (problem.startsWith("Duplicate field")) {
      return "the key " + problem.substring("Duplicate field".length()).strip() + " stands twice";
    }
    if (problem.startsWith("Trailing token")) {
      return "something follows the object; write one JSON object a line";
    }
    int end = problem.indexOf('\n');
    return "is no JSON: " + (end < 0 ? problem : problem.substring(0, end));
  }

  /** 1e999999999 is short, and a gigabyte once it is written out. */
  private void refuseLongNumbers(JsonNode tree) {
    if (tree.isBigDecimal() && !Scalars.isBounded(tree.decimalValue())) {
      throw bad("has a number with too many digits: " + Complaint.shown(tree));
    }
    tree.forEach(this::refuseLongNumbers);
  }

  private @Nullable String line() {
    line++;
    StringBuilder text = new StringBuilder();
    try {
      for (int each = reader.read(); each >= 0; each = reader.read()) {
        if (each == '\n') {
          return text.toString();
        }
        if (text.length() == MOST_CHARACTERS) {
          throw bad("is longer than " + MOST_CHARACTERS + " characters");
        }
        text.append((char) each);
      }
      return text.isEmpty() ? null : text.toString();
    } catch (CharacterCodingException e) {
      throw TextFile.notUtf8(name + ", from line " + line + " on");
    } catch (IOException e) {
      throw bad("can't be read: " + e.getMessage());
    }
  }

  private BadFileException bad(String sentence) {
    return new BadFileException(name + ", line " + line + ": " + sentence);
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw bad("can't be closed: " + e.getMessage());
    }
  }
}
