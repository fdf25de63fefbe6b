package io.eipmeter.collector.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eipmeter.schemas.v1.ChargeMethod;
import io.eipmeter.schemas.v1.EipEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  private static Map<String, EipEvent> asCurrent(List<EipEvent> events) {
    Map<String, EipEvent> current = new HashMap<>();
    events.forEach(event -> current.put(event.getOwnershipId(), event));
    return current;
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

  @Test
  void onlyDifferencesAreWritten() throws BadFileException {
    Map<String, EipEvent> current = asCurrent(csv(CSV));
    List<EipEvent> wanted =
        csv(
            CSV.replace("bolt", "cord").replace("2001:db8:1::/64", "2001:db8:2::/64")
                + "198.51.100.1,acme,eip-3,,,,,,\n");
    InventoryDiff diff = InventoryDiff.of(current, wanted);
    assertThat(diff.unchanged()).isEqualTo(1);
    assertThat(diff.added()).hasSize(2);
    assertThat(diff.changed()).hasSize(1);
    assertThat(diff.missing()).hasSize(1);
    assertThat(diff.lines())
        .contains("~ 203.0.113.5 account: bolt -> cord")
        .anyMatch(line -> line.startsWith("- 2001:db8:1:0:0:0:0:0/64 "))
        .anyMatch(line -> line.startsWith("+ 198.51.100.1 "));
    assertThat(diff.statements(false)).hasSize(3);
    assertThat(diff.statements(true)).hasSize(4).last().satisfies(InventoryTest::isWithdrawn);
    assertThat(InventoryDiff.of(asCurrent(wanted), wanted).statements(true)).isEmpty();
  }

  private static void isWithdrawn(EipEvent event) {
    assertThat(event.getFromMs()).isPositive().isEqualTo(event.getToMs());
  }

  @Test
  void whatAControlPlaneSaidIsNotMissing() throws BadFileException {
    EipEvent other =
        csv(CSV).get(0).toBuilder().setOwnershipId("cp-1").setSource("control plane").build();
    InventoryDiff diff = InventoryDiff.of(Map.of("cp-1", other), List.of());
    assertThat(diff.missing()).isEmpty();
  }
}
