package io.eipmeter.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.alerts.AlertsOptions;
import io.eipmeter.jobs.bandwidth.BandwidthOptions;
import io.eipmeter.jobs.billing.BillingOptions;
import io.eipmeter.jobs.idle.IdleOptions;
import io.eipmeter.jobs.runtime.JobOptions;
import io.eipmeter.jobs.tables.TablesOptions;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadmeTest {
  @ParameterizedTest
  @ValueSource(
      classes = {
        JobOptions.class,
        BandwidthOptions.class,
        BillingOptions.class,
        IdleOptions.class,
        TablesOptions.class,
        AlertsOptions.class
      })
  void everyKeyIsInTheReadmeWithItsDescription(Class<?> options) throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    assertThat(options.getFields()).isNotEmpty();
    for (Field field : options.getFields()) {
      ConfigOption<?> option = (ConfigOption<?>) field.get(null);
      assertThat(option).isNotNull();
      if (option != null) {
        assertThat(readme)
            .containsPattern(
                "\\| `"
                    + option.key()
                    + "` \\| .*\\| \\Q"
                    + new HtmlFormatter().format(option.description())
                    + "\\E \\|");
      }
    }
  }
}
