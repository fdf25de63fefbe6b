package io.eipmeter.schemas.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RowFileTest {
  /** A row of a list. */
  record Named(String name, @Nullable Long bytesOut) {}

  private static final RowFile<Named> LIST =
      RowFile.ofList("sample-list", Named.class).withComments();

  private static List<Row<Named>> csv(String text) {
    return LIST.csv("f.csv", text).all();
  }

  @Test
  void rowsOfCsvKnowTheLineTheyBeginIn() {
    assertThat(csv("# by hand\n\nBYTES-OUT, name\n12,a\n\n# more\n,\"b\nc\"\n 7 , d \n"))
        .containsExactly(
            new Row<>("f.csv", 4, new Named("a", 12L)),
            new Row<>("f.csv", 7, new Named("b\nc", null)),
            new Row<>("f.csv", 9, new Named("d", 7L)));
    assertThat(csv("name,bytes_out\r\na,1\r\n\"b\r\nb\",2\r\nc,3"))
        .extracting(Row::line)
        .containsExactly(2L, 3L, 5L);
    assertThat(csv("name\n")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "name,bytesOut,bytes_out;a,1,2|f.csv, line 1: the column 'bytesOut' stands twice, also as 'bytes_out'",
        "name,bites;a,1|f.csv, line 1: there is no column 'bites', only bytesOut, name",
        "a,1;b,2|f.csv, line 1: must name the columns; 'a' is none of bytesOut, name",
        "name:bytesOut;a:1|f.csv, line 1: the columns are separated by ';'; separate them by ','",
        "name>bytesOut;a>1|f.csv, line 1: the columns are separated by tabs; separate them by ','",
        "``|f.csv is empty; its first line must name the columns",
        "bytesOut;1|f.csv, line 2: 'name' is missing",
        "name,bytesOut;a,1;b|f.csv, line 3: has 1 cells, but the header names 2 columns",
        "name,bytesOut;a,1,2|f.csv, line 2: has 3 cells, but the header names 2 columns",
        "name,bytesOut;\"a;a\",1;b,012|f.csv, line 4: bytesOut: must be a whole number from 0 to 9223372036854775807, was '012'",
        "name,bytesOut;a,1e9|f.csv, line 2: bytesOut: must be a whole number from 0 to 9223372036854775807, was '1e9'",
        "name,bytesOut;a,5.0|f.csv, line 2: bytesOut: must be a whole number from 0 to 9223372036854775807, was '5.0'",
        "name,bytesOut;a,9223372036854775808|f.csv, line 2: bytesOut: must be a whole number from 0 to 9223372036854775807, was '9223372036854775808'",
        "name,bytesOut;a,-1|f.csv, line 2: bytesOut: must be a whole number from 0 to 9223372036854775807, was '-1'",
      })
  void aMistakeInCsvIsNamed(String text, String sentence) {
    assertThatThrownBy(() -> csv(text.replace(';', '\n').replace(':', ';').replace('>', '\t')))
        .isInstanceOf(BadFileException.class)
        .hasMessage(sentence);
  }

  @Test
  void withoutCommentsANameMayBeginWithANumberSign() {
    assertThat(RowFile.of("sample", Sample.class).csv("f.csv", "name\n#1\n").all())
        .extracting(row -> row.value().name())
        .containsExactly("#1");
  }

  @Test
  void aQuoteThatIsNotClosedDoesNotSwallowTheFile() {
    assertThatThrownBy(() -> csv("name\n\"a\n" + "b\n".repeat(100_000)))
        .isInstanceOf(BadFileException.class)
        .hasMessage(
            "f.csv, after line 1: a cell is longer than 65536 characters; perhaps a quote is not"
                + " closed");
    assertThatThrownBy(() -> csv("name\n\"a\nb\n"))
        .isInstanceOf(BadFileException.class)
        .hasMessageStartingWith("f.csv, after line 1: is no CSV: Missing closing quote");
  }

  @Test
  void jsonLinesAreRowsWithTheirLines() {
    assertThat(
            Sample.ROWS
                .jsonLines("f.jsonl", "{\"name\":\"a\"}\r\n\n {\"name\":\"b\",\"pool\":false}\n")
                .all())
        .extracting(Row::line)
        .containsExactly(1L, 3L);
  }

  static Stream<Arguments> mistakesInJson() {
    return Stream.of(
        Arguments.of(
            "{\"name\":\"a\"}{\"name\":\"b\"}",
            "f, line 2: something follows the object; write one JSON object a line"),
        Arguments.of(
            "{\"name\":\"a\"} garbage",
            "f, line 2: is no JSON: Unrecognized token 'garbage': was expecting (JSON String,"
                + " Number, Array, Object or token 'null', 'true' or 'false')"),
        Arguments.of("{\"name\":\"a\",\"name\":\"b\"}", "f, line 2: the key 'name' stands twice"),
        Arguments.of(
            "{\"name\":\"a\",\"parts\":[{\"from\":\"a\",\"from\":\"b\"}]}",
            "f, line 2: the key 'from' stands twice"),
        Arguments.of("[]", "f, line 2: must be one JSON object a line, was '[]'"),
        Arguments.of("3", "f, line 2: must be one JSON object a line, was '3'"),
        Arguments.of(
            "{\"name\":\"a\",\"count\":5.0}",
            "f, line 2: count: must be a whole number, was '5.0'"),
        Arguments.of(
            "{\"name\":\"a\",\"count\":012}",
            "f, line 2: is no JSON: Invalid numeric value: Leading zeroes not allowed"),
        Arguments.of(
            "{\"name\":\"a\",\"count\":1e9}",
            "f, line 2: count: must be a whole number, was '1E+9'"),
        Arguments.of(
            "{\"name\":\"a\",\"share\":1e999999999}",
            "f, line 2: has a number with too many digits: '1E+999999999'"),
        Arguments.of(
            "{\"name\":\"a\",\"pool\":\"false\"}",
            "f, line 2: pool: must be true or false, was 'false'"),
        Arguments.of(
            "{\"name\":\"a\",\"parts\":\"b\"}", "f, line 2: parts: must be a list, was 'b'"),
        Arguments.of("{\"name\":7}", "f, line 2: name: must be a text, was '7'; put it in quotes"));
  }

  @ParameterizedTest
  @MethodSource("mistakesInJson")
  void aMistakeInJsonIsNamed(String line, String sentence) {
    Rows<Sample> rows = Sample.ROWS.jsonLines("f", "{\"name\":\"a\"}\n" + line + "\n");
    rows.next();
    assertThatThrownBy(rows::next).isInstanceOf(BadFileException.class).hasMessage(sentence);
  }

  @Test
  void rowsOfYamlKnowTheirLines() {
    String text = "# names\n- name: a\n  bytesOut: 1\n\n- {name: b}\n";
    assertThat(LIST.yaml("f.yaml", text).all())
        .containsExactly(
            new Row<>("f.yaml", 2, new Named("a", 1L)),
            new Row<>("f.yaml", 5, new Named("b", null)));
    assertThat(LIST.yaml("f.yaml", "[]").all()).isEmpty();
    assertThatThrownBy(() -> LIST.yaml("f.yaml", text + "- nam: c\n").all())
        .hasMessage("f.yaml, line 6: nam: there is no such key, only bytesOut, name");
    assertThatThrownBy(() -> LIST.yaml("f.yaml", text + "- name: c\n  name: d\n").all())
        .hasMessage("f.yaml, line 7: the key 'name' stands twice");
    assertThatThrownBy(() -> LIST.yaml("f.yaml", "name: a\n"))
        .hasMessage("f.yaml, line 1: must be a list");
    assertThatThrownBy(() -> LIST.yaml("f.yaml", text + "---\n- name: c\n").all())
        .hasMessage("f.yaml, line 6: a second document begins here; write one a file");
  }
}
