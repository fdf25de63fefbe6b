package io.eipmeter.sim.lab.tables;

import static io.eipmeter.sim.lab.tables.TestTables.address;
import static io.eipmeter.sim.lab.tables.TestTables.ms;
import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.schemas.v1.ChargeControl;
import io.eipmeter.schemas.v1.HourCharge;
import io.eipmeter.schemas.v1.IdleEnd;
import io.eipmeter.schemas.v1.IdleFinding;
import io.eipmeter.schemas.v1.IdleKind;
import io.eipmeter.schemas.v1.OwnedQuarter;
import io.eipmeter.schemas.v1.SettledRow;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What `idle` and `billing` write, read back from a real engine. */
class ChargesInTablesIT {
  private static final String EIP = "100.64.0.1";
  private static final long HOUR = ms("2026-11-01T00:00:00Z");

  @TempDir private static Path directory;

  private static TestTables tables;

  @BeforeAll
  static void start() throws Exception {
    tables = TestTables.start(directory);
  }

  @AfterAll
  static void stop() {
    tables.close();
  }

  private static SettledRow.Builder row() {
    return SettledRow.newBuilder().setCloseMs(HOUR + 7_200_000);
  }

  private static IdleFinding.Builder finding(int number) {
    return IdleFinding.newBuilder()
        .setAddress(address(EIP))
        .setEipId("eip-1")
        .setKind(IdleKind.IDLE_KIND_UNUSED)
        .setSinceMs(HOUR)
        .setNumber(number)
        .setCostPerDay("0.072");
  }

  @Test
  void aFindingStandsAsItsNewestNoticeSays() {
    tables.put(
        0,
        List.of(
            row().setIdleFinding(finding(1)).build(),
            row().setIdleFinding(finding(2).setEnd(IdleEnd.IDLE_END_USED)).build()));
    assertThat(
            tables.query(
                "SELECT concat(ip, ' ', kind, ' ', toString(number), ' ', end, ' ',"
                    + " toString(cost_per_day)) FROM eipmeter.finding"))
        .containsExactly(EIP + " unused 2 used 0.072");
  }

  @Test
  void chargesAddUpAndTheHourBalances() {
    HourCharge.Builder charge =
        HourCharge.newBuilder().setAddress(address(EIP)).setHourMs(HOUR).setAccount("A");
    ChargeControl.Builder control =
        ChargeControl.newBuilder()
            .setHourMs(HOUR)
            .setMinutesBytesOut(60)
            .setQuartersBytesOut(60)
            .setBilledBytes(60);
    OwnedQuarter.Builder quarter =
        OwnedQuarter.newBuilder().setAddress(address(EIP)).setQuarterMs(HOUR);
    tables.put(
        0,
        List.of(
            row().setHourCharge(charge.setAsOfMs(1).setBytes(100).setCost("0.123")).build(),
            row().setHourCharge(charge.setAsOfMs(2).setBytes(-40).setCost("-0.0492")).build()));
    tables.put(
        0,
        List.of(
            row().setOwnedQuarter(quarter.setAsOfMs(1).setBytesOut(100)).build(),
            row().setOwnedQuarter(quarter.setAsOfMs(2).setBytesOut(-40)).build()));
    tables.put(0, List.of(row().setChargeControl(control).build()));
    assertThat(
            tables.query(
                "SELECT concat(account, ' ', toString(bytes), ' ', toString(cost)) FROM"
                    + " eipmeter.hour_charge"))
        .containsExactly("A 60 0.0738");
    assertThat(tables.query("SELECT toString(sum(bytes_out)) FROM eipmeter.owned_quarters FINAL"))
        .containsExactly("60");
    assertThat(tables.query("SELECT toString(difference) FROM eipmeter.charge_control"))
        .containsExactly("0");
  }
}
