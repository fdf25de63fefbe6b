package io.eipmeter.jobs.idle.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.eipmeter.jobs.log.ownership.Statement;
import io.eipmeter.jobs.rating.io.PriceBookFile;
import io.eipmeter.schemas.v1.ChargeMethod;
import io.eipmeter.schemas.v1.EipEvent;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** List prices of cn-beijing: 0.003 an hour, 0.074 a day, 0.14 a Mbit/s up to 5 and 0.50 above. */
class BookPricesTest {
  private final BookPrices prices = new BookPrices(PriceBookFile.read("alibaba-cloud"));

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
    HoldingPrices.Cost cost = prices.of(Objects.requireNonNull(Statement.of(eip.build())), 0);
    return cost == null ? "not known" : cost.perDay().stripTrailingZeros().toPlainString();
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
