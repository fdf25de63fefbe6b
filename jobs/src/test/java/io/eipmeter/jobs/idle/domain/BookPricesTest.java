package io.eipmeter.jobs.idle.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.eipmeter.jobs.log.ownership.Statement;
import io.eipmeter.jobs.rating.io.PriceBookFile;
import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.jobs.rating.prices.PriceTimeline;
import io.eipmeter.schemas.v1.ChargeMethod;
import io.eipmeter.schemas.v1.EipEvent;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** List prices of cn-beijing: 0.003 an hour, 0.074 a day, 0.14 a Mbit/s up to 5 and 0.50 above. */
class BookPricesTest {
  private final BookPrices prices =
      new BookPrices(PriceTimeline.of(PriceBookFile.read("alibaba-cloud")));

  private static EipEvent.Builder eip(ChargeMethod method) {
    return EipEvent.newBuilder()
        .setOwnershipId("id")
        .setAddress(ByteString.copyFrom(new byte[16]))
        .setPrefixLength(128)
        .setRegion("cn-beijing")
        .setLine("BGP")
        .setMaxBandwidthBitsPerSecond(6_000_000)
        .setChargeMethod(method);
  }

  private String perDay(EipEvent.Builder eip) {
    return perDay(prices, eip, "2026-11-01T00:00:00Z");
  }

  private static String perDay(BookPrices prices, EipEvent.Builder eip, String at) {
    HoldingPrices.Cost cost =
        prices.of(
            Objects.requireNonNull(Statement.of(eip.build())), Instant.parse(at).toEpochMilli());
    return cost == null ? "not known" : cost.perDay().stripTrailingZeros().toPlainString();
  }

  private static PriceBook version(int number, String validFrom, String prices) {
    return PriceBookFile.parse(
        "test",
        String.join(
            "\n",
            "name: list",
            "version: " + number,
            "currency: USD",
            "zone: UTC",
            "validFrom: " + validFrom,
            "bytesPerGigabyte: 1000000000",
            "hours: {configurationFee: clock-hours, bandwidth: duration}",
            "usual: {region: cn-beijing, line: BGP}",
            "prices: [" + prices + "]"));
  }

  @Test
  void aTimeHasThePricesOfTheVersionThatIsValidThen() {
    BookPrices both =
        new BookPrices(
            PriceTimeline.of(
                List.of(
                    version(
                        1,
                        "2026-11-01",
                        "{regions: ['*'], line: BGP, configurationFee: {perHour: 0.01}}"),
                    version(
                        2,
                        "2026-11-15",
                        "{regions: ['*'], line: BGP, configurationFee: {perHour: 0.02}}"))));
    EipEvent.Builder eip = eip(ChargeMethod.CHARGE_METHOD_DATA_TRANSFER);
    assertThat(perDay(both, eip, "2026-10-31T23:59:59Z")).isEqualTo("not known");
    assertThat(perDay(both, eip, "2026-11-14T23:59:59Z")).isEqualTo("0.24");
    assertThat(perDay(both, eip, "2026-11-15T00:00:00Z")).isEqualTo("0.48");
    assertThat(perDay(both, eip.clearRegion().clearLine(), "2026-11-15T00:00:00Z"))
        .isEqualTo("0.48");
  }

  @Test
  void aPlaceThatHasNoFeeInTheBookDoesNotTakeAnothersForIt() {
    BookPrices prices =
        new BookPrices(
            PriceTimeline.of(
                version(
                    1,
                    "2026-11-01",
                    "{regions: ['*'], line: BGP, configurationFee: {perHour: 0.01}},"
                        + "{regions: [cn-beijing], line: BGP, dataTransfer: {perGigabyte: 1}}")));
    EipEvent.Builder eip = eip(ChargeMethod.CHARGE_METHOD_DATA_TRANSFER);
    assertThat(perDay(prices, eip, "2026-11-02T00:00:00Z")).isEqualTo("not known");
  }

  @Test
  void anUnattachedEipPaysItsFeeByTheHourOrByTheDayAndItsBandwidth() {
    assertThat(perDay(eip(ChargeMethod.CHARGE_METHOD_DATA_TRANSFER))).isEqualTo("0.072");
    assertThat(perDay(eip(ChargeMethod.CHARGE_METHOD_BANDWIDTH))).isEqualTo("1.274");
    assertThat(perDay(eip(ChargeMethod.CHARGE_METHOD_SUBSCRIPTION))).isEqualTo("0");
  }

  @Test
  void anInstanceOfASmallAccountAndAPoolWaiveTheFee() {
    EipEvent.Builder attached =
        eip(ChargeMethod.CHARGE_METHOD_DATA_TRANSFER).setAssociationKind("EcsInstance");
    assertThat(perDay(attached)).isEqualTo("0");
    assertThat(perDay(attached.setAccountEipQuota(2_001))).isEqualTo("0.072");
    assertThat(perDay(eip(ChargeMethod.CHARGE_METHOD_DATA_TRANSFER).setAddressPoolId("pool")))
        .isEqualTo("0");
  }

  @Test
  void aRegionThatTheBookDoesNotKnowHasNoCost() {
    assertThat(perDay(eip(ChargeMethod.CHARGE_METHOD_DATA_TRANSFER).setRegion("nowhere")))
        .isEqualTo("not known");
  }
}
