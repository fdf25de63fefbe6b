package io.eipmeter.jobs.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.junit.jupiter.api.Test;

class TablesReadmeTest {
  @Test
  void everyKeyIsInTheReadmeWithItsDescription() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    int options = 0;
    for (Field field : TablesOptions.class.getFields()) {
      ConfigOption<?> option = (ConfigOption<?>) field.get(null);
      assertThat(option).isNotNull();
      if (option != null) {
        options++;
        assertThat(readme)
            .containsPattern(
                "\\| `"
                    + option.key()
                    + "` \\| .*\\| \\Q"
                    + new HtmlFormatter().format(option.description())
                    + "\\E \\|");
      }
    }
    assertThat(options).isEqualTo(10);
  }
}
