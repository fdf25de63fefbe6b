package io.eipmeter.jobs.alerts.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserFileTest {
  @TempDir private Path directory;

  @Test
  void whatCannotBeReadIsSaidInASentence() throws Exception {
    assertThat(UserFile.read(Files.writeString(directory.resolve("a"), "é"))).isEqualTo("é");
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> UserFile.read(missing))
        .isInstanceOf(BadFileException.class)
        .hasMessage("there is no file " + missing);
    assertThatThrownBy(() -> UserFile.read(directory))
        .isInstanceOf(BadFileException.class)
        .hasMessage(directory + " is a directory");
    Path latin = Files.write(directory.resolve("latin"), new byte[] {'a', (byte) 0xe9, 'b'});
    assertThatThrownBy(() -> UserFile.read(latin))
        .isInstanceOf(BadFileException.class)
        .hasMessage(latin + " is no text in UTF-8");
  }
}
