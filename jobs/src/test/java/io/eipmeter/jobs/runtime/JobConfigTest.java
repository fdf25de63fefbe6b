package io.eipmeter.jobs.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eipmeter.jobs.bandwidth.BandwidthOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JobConfigTest {
  private static JobConfig load(String... args) {
    return JobConfig.load(args, BandwidthOptions.class);
  }

  @Test
  void anUnknownKeyStopsTheJobAndNamesTheKnownOnes() {
    assertThatThrownBy(() -> load("--kafka.bootstrap.servers", "k:1", "--live.intervall", "1 s"))
        .isInstanceOf(BadConfigException.class)
        .hasMessageContaining("live.intervall")
        .hasMessageContaining("live.interval,");
  }

  @Test
  void aMissingKeyIsNamedWithWhatItIsFor() {
    assertThatThrownBy(() -> load("--parallelism", "2"))
        .isInstanceOf(BadConfigException.class)
        .hasMessageContaining("--kafka.bootstrap.servers is needed")
        .hasMessageContaining("Kafka brokers");
  }

  @Test
  void aValueOfTheWrongTypeIsShown() {
    assertThatThrownBy(() -> load("--kafka.bootstrap.servers", "k:1", "--parallelism", "two"))
        .isInstanceOf(BadConfigException.class)
        .hasMessageContaining("parallelism")
        .hasMessageContaining("two");
  }

  @Test
  void kafkaKeysGoOnToKafka() {
    JobConfig config =
        load("--kafka.bootstrap.servers", "k:1", "--kafka.security.protocol", "SASL_SSL");
    assertThat(config.kafka()).containsEntry("security.protocol", "SASL_SSL").hasSize(2);
    assertThat(config.get(BandwidthOptions.LIVE_INTERVAL)).isEqualTo(Duration.ofSeconds(1));
  }
}
