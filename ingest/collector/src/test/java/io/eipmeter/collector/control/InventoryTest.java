package io.eipmeter.collector.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eipmeter.schemas.v1.ChargeMethod;
import io.eipmeter.schemas.v1.EipEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryTest {
  private static final String CSV =
      """
      address,account,eip_id,region,line,charge_method,max_bandwidth,from,to
      203.0.113.5,acme,eip-1,eu-1,bgp,data-transfer,200M,2026-12-01T08:00:00+08:00,2026-12-05
      203.0.113.5,bolt,eip-1,eu-1,bgp,bandwidth,1G,2026-12-05,
      2001:db8:1::/64,acme,eip-2,eu-1,,subscription,,,
      """;

  private static List<EipEvent> csv(String text) throws BadFileException {
    return InventoryFile.parse("inventory.csv", text);
  }

  @Test
  void aRowBecomesAStatement() throws BadFileException {
    List<EipEvent> events = csv(CSV);
    assertThat(events).hasSize(3);
    EipEvent first = events.get(0);
    assertThat(first.getAddress().size()).isEqualTo(16);
    assertThat(first.getPrefixLength()).isEqualTo(128);
    assertThat(first.getFromMs()).isEqualTo(Instant.parse("2026-12-01T00:00:00Z").toEpochMilli());
    assertThat(first.getToMs()).isEqualTo(Instant.parse("2026-12-05T00:00:00Z").toEpochMilli());
    assertThat(first.getChargeMethod()).isEqualTo(ChargeMethod.CHARGE_METHOD_DATA_TRANSFER);
    assertThat(first.getMaxBandwidthBitsPerSecond()).isEqualTo(200_000_000);
    assertThat(events.get(1).getMaxBandwidthBitsPerSecond()).isEqualTo(1_000_000_000);
    assertThat(events.get(2).getPrefixLength()).isEqualTo(64);
    assertThat(events.get(2).getFromMs()).isZero();
  }

  @Test
  void yamlSaysTheSameAsCsv() throws BadFileException {
    String yaml =
        """
        - address: 203.0.113.5
          account: acme
          max_bandwidth: 200M
          from: 2026-12-01
        """;
    String csv = "address,account,max_bandwidth,from\n203.0.113.5,acme,200000k,2026-12-01\n";
    assertThat(InventoryFile.parse("inventory.yml", yaml)).isEqualTo(csv(csv));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "address,account;203.0.113.5,|line 2: 'account' is missing",
        "address,acount;203.0.113.5,acme|there is no 'acount'",
        "address,account;somewhere,acme|not an IP address",
        "address,account,max_bandwidth;203.0.113.5,acme,fast|is no bandwidth",
        "address,account,charge_method;203.0.113.5,acme,free|must be data-transfer",
        "address,account,from,to;203.0.113.5,acme,2026-12-02,2026-12-01|must be after 'from'",
        "address,account;203.0.113.5,acme;203.0.113.5,bolt|two rows are 203.0.113.5",
        "address,account,from;203.0.113.5,a,2026-12-01;203.0.113.5,b,2026-12-02|overlap in time"
      })
  void aMistakeInTheFileIsNamed(String csv, String sentence) {
    assertThatThrownBy(() -> csv(csv.replace(';', '\n')))
        .isInstanceOf(BadFileException.class)
        .hasMessageContaining(sentence);
  }
}
