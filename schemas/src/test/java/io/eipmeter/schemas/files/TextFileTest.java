package io.eipmeter.schemas.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
  private static final String TEXT = "{\"name\":\"é\"}\n{\"name\":\"ü\"}\n";

  @TempDir private Path folder;

  private Path file(String text, Charset charset) throws IOException {
    return Files.write(folder.resolve("f"), text.getBytes(charset));
  }

  @Test
  void aByteOrderMarkIsReadAndDropped() throws IOException {
    assertThat(TextFile.read(file("\ufeff" + TEXT, UTF_8))).isEqualTo(TEXT);
    assertThat(Sample.ROWS.jsonLines(file("\ufeff" + TEXT, UTF_8)).all())
        .extracting(row -> row.value().name())
        .isEqualTo(List.of("é", "ü"));
    assertThat(Sample.ROWS.csv(file("\ufeffname\nå\n", UTF_8)).all())
        .extracting(row -> row.value().name())
        .isEqualTo(List.of("å"));
    assertThat(Sample.YAML.read(file("\ufeffname: å\n", UTF_8)).name()).isEqualTo("å");
  }

  @Test
  void otherEncodingsAreNamed() throws IOException {
    for (Charset wide : List.of(UTF_16, UTF_16LE)) {
      Path file = file(TEXT, wide);
      String sentence = file + " is text in UTF-16, or none; save the file as UTF-8";
      assertThatThrownBy(() -> TextFile.read(file)).hasMessage(sentence);
      assertThatThrownBy(() -> Sample.ROWS.csv(file)).hasMessage(sentence);
    }
    Path latin = file("name\na\nå\n", ISO_8859_1);
    String sentence = ": is no text in UTF-8 (Latin-1, perhaps); save the file as UTF-8";
    assertThatThrownBy(() -> TextFile.read(latin)).hasMessage(latin + ", line 3" + sentence);
    assertThatThrownBy(() -> Sample.ROWS.csv(latin).all())
        .isInstanceOf(BadFileException.class)
        .hasMessage(latin + ", after line 1" + sentence);
    assertThatThrownBy(() -> Sample.ROWS.jsonLines(latin).all())
        .isInstanceOf(BadFileException.class)
        .hasMessage(latin + ", from line 1 on" + sentence);
  }

  @Test
  void whatCannotBeReadIsOneSentence() throws IOException {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> TextFile.read(missing))
        .isInstanceOf(BadFileException.class)
        .hasMessage("there is no file " + missing);
    assertThatThrownBy(() -> Sample.ROWS.csv(missing)).hasMessage("there is no file " + missing);
    assertThatThrownBy(() -> TextFile.read(folder))
        .isInstanceOf(BadFileException.class)
        .hasMessage(folder + " is a folder, not a file");
    Path file = file("12345678901", UTF_8);
    assertThatThrownBy(() -> TextFile.read(file, 10)).hasMessage(file + " is larger than 10 bytes");
    Path empty = file("", UTF_8);
    assertThatThrownBy(() -> Sample.YAML.read(empty)).hasMessage(empty + " is empty");
    assertThatThrownBy(() -> Sample.ROWS.csv(empty))
        .hasMessage(empty + " is empty; its first line must name the columns");
    assertThat(Sample.ROWS.jsonLines(empty).all()).isEmpty();
  }
}
