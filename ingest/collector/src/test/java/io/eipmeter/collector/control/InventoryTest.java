package io.eipmeter.collector.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eipmeter.schemas.files.BadFileException;
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

  private static List<EipEvent> csv(String text) {
    return InventoryFile.parse("inventory.csv", text);
  }

  @Test
  void aRowBecomesAStatement() {
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
  void yamlSaysTheSameAsCsv() {
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
        "address,acount;203.0.113.5,acme|line 1: there is no column 'acount', only account, address",
        "203.0.113.5,acme|line 1: must name the columns; '203.0.113.5' is none of account, address",
        "address,account;somewhere,acme|line 2: address: 'somewhere' is not an IP address or prefix",
        "address,account,max_bandwidth;203.0.113.5,acme,fast|line 2: max_bandwidth: must be bits per second, or as in 200k, 200M and 1G, was 'fast'",
        "address,account,max_bandwidth;203.0.113.5,acme,0200M|line 2: max_bandwidth: must be bits",
        "address,account,max_bandwidth;203.0.113.5,acme,0|line 2: max_bandwidth: must be",
        "address,account,max_bandwidth;203.0.113.5,acme,99999999999G|line 2: max_bandwidth: must be bits",
        "address,account,charge_method;203.0.113.5,acme,free|line 2: charge_method: must be one of data-transfer, bandwidth, subscription, was 'free'",
        "address,account,fine_grained;203.0.113.5,acme,Yes|line 2: fine_grained: must be one of true, false, yes, no, was 'Yes'",
        "address,account,association_kind;203.0.113.5,acme,ecsinstance|line 2: association_kind: must be one of EcsInstance, Eci, NetworkInterface, SlbInstance, Nat, HaVip, was 'ecsinstance'",
        "address,account,from,to;203.0.113.5,acme,2026-12-02,2026-12-01|line 2: to: must be after 'from', was '2026-12-01T00:00:00Z'",
        "address,account,from;203.0.113.5,acme,2026-13-01|line 2: from: must be a time such as 2026-12-01 or 2026-12-01T08:00:00+08:00, was '2026-13-01'",
        "address,account,from;203.0.113.5,acme,+99999-12-01T00:00:00Z|line 2: from: must be from 1970-01-01 to 9999-12-31, was '+99999-12-01T00:00:00Z'",
        "address,account,from;203.0.113.5,acme,1969-12-01|line 2: from: must be from 1970-01-01 to 9999-12-31, was '1969-12-01'",
        "address,account;203.0.113.5,acme;203.0.113.5,bolt|line 3: 203.0.113.5 has the same id, or begins at the same time, as in line 2",
        "address,account,from;203.0.113.5,a,2026-12-01;203.0.113.5,b,2026-12-02|line 3: 203.0.113.5 is held in line 2 at the same time; close the earlier row",
        "address,account;203.0.113.5,acme,x|line 2: has 3 cells, but the header names 2 columns"
      })
  void aMistakeInTheFileIsNamed(String csv, String sentence) {
    assertThatThrownBy(() -> csv(csv.replace(';', '\n')))
        .isInstanceOf(BadFileException.class)
        .hasMessageStartingWith("inventory.csv, " + sentence);
  }

  @Test
  void aMistakeInYamlIsNamedWithItsLine() {
    String text = "- address: 203.0.113.5\n  account: acme\n- address: 203.0.113.6\n";
    assertThatThrownBy(() -> InventoryFile.parse("i.yaml", text))
        .hasMessage("i.yaml, line 3: 'account' is missing");
    assertThatThrownBy(() -> InventoryFile.parse("i.yaml", text + "  account: 1234\n"))
        .hasMessage("i.yaml, line 3: account: must be a text, was '1234'; put it in quotes");
    assertThatThrownBy(
            () -> InventoryFile.parse("i.yaml", text + "  account: b\n  max_bandwidth: 5.5\n"))
        .hasMessageStartingWith("i.yaml, line 3: max_bandwidth: must be a whole number from 1 to");
    assertThatThrownBy(() -> InventoryFile.parse("i.yaml", "")).hasMessage("i.yaml is empty");
    assertThatThrownBy(() -> InventoryFile.parse("i.csv", ""))
        .hasMessage("i.csv is empty; its first line must name the columns");
    assertThatThrownBy(() -> InventoryFile.parse("i.yaml", "address: 203.0.113.5\naccount: a"))
        .hasMessage("i.yaml, line 1: must be a list");
  }
}
