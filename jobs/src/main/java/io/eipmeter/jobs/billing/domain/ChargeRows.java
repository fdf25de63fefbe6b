package io.eipmeter.jobs.billing.domain;

import com.google.protobuf.ByteString;
import io.eipmeter.jobs.billing.domain.BillingPages.SpanKey;
import io.eipmeter.jobs.log.Address;
import io.eipmeter.jobs.log.SlotBook.RowTaker;
import io.eipmeter.schemas.Sha256;
import io.eipmeter.schemas.v1.ChargeControl;
import io.eipmeter.schemas.v1.HourCharge;
import io.eipmeter.schemas.v1.OwnedQuarter;
import io.eipmeter.schemas.v1.SettledRow;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** What a book says, as rows of {@code charges}. */
final class ChargeRows {
  private static final byte QUARTER = 0;
  private static final byte CHARGE = 1;
  private static final byte CONTROL = 2;
  private static final int FIXED_KEY_BYTES = 1 + 16 + Long.BYTES;

  private final RowTaker rows;
  private final long asOfMs;

  ChargeRows(RowTaker rows, long asOfMs) {
    this.rows = rows;
    this.asOfMs = asOfMs;
  }

  long asOfMs() {
    return asOfMs;
  }

  void quarter(SpanKey key, Amounts amounts, boolean correction) {
    Holder holder = key.holder();
    OwnedQuarter row =
        OwnedQuarter.newBuilder()
            .setAddress(ByteString.copyFrom(key.address().toBytes()))
            .setOwnershipId(holder.ownershipId())
            .setQuarterMs(key.startMs())
            .setAsOfMs(asOfMs)
            .setCorrection(correction)
            .setAccount(holder.account())
            .setEipId(holder.eipId())
            .setRegion(holder.region())
            .setLine(holder.line())
            .setChargeMethod(holder.method())
            .setBytesOut(amounts.out())
            .setBytesIn(amounts.in())
            .setMinutes(amounts.minutes())
            .setContestedMinutes(amounts.contested())
            .build();
    send(QUARTER, key, row(asOfMs).setOwnedQuarter(row));
  }

  /**
   * @param more what is added to the hour's charge
   * @param hour the sums that were priced
   */
  void charge(
      SpanKey key, Charged more, Rate rate, String currency, Amounts hour, boolean correction) {
    Holder holder = key.holder();
    HourCharge row =
        HourCharge.newBuilder()
            .setAddress(ByteString.copyFrom(key.address().toBytes()))
            .setOwnershipId(holder.ownershipId())
            .setHourMs(key.startMs())
            .setAsOfMs(asOfMs)
            .setCorrection(correction)
            .setAccount(holder.account())
            .setEipId(holder.eipId())
            .setRegion(holder.region())
            .setLine(holder.line())
            .setBytes(more.bytes())
            .setQuantity(plain(more.quantity()))
            .setUnitPrice(plain(rate.perGigabyte()))
            .setCost(plain(more.cost()))
            .setCurrency(currency)
            .setPriceVersion(rate.version())
            .setInputsHash(hash(key, hour))
            .build();
    send(CHARGE, key, row(asOfMs).setHourCharge(row));
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  void control(ChargeControl.Builder control) {
    byte[] key =
        ByteBuffer.allocate(FIXED_KEY_BYTES)
            .put(CONTROL)
            .putLong(control.getHourMs())
            .putInt(control.getSlot())
            .array();
    SettledRow row = row(asOfMs).setChargeControl(control.setAsOfMs(asOfMs)).build();
    rows.take(asOfMs, key, row.toByteArray());
  }

  private static SettledRow.Builder row(long closeMs) {
    return SettledRow.newBuilder().setCloseMs(closeMs);
  }

  private void send(byte kind, SpanKey span, SettledRow.Builder row) {
    byte[] ownership = span.holder().ownershipId().getBytes(StandardCharsets.UTF_8);
    Address address = span.address();
    byte[] key =
        ByteBuffer.allocate(FIXED_KEY_BYTES + ownership.length)
            .put(kind)
            .put(address.toBytes())
            .putLong(span.startMs())
            .put(ownership)
            .array();
    rows.take(asOfMs, key, row.build().toByteArray());
  }

  /** Names the sums that were priced: the rows of quarters of this address, holder and hour. */
  private static ByteString hash(SpanKey key, Amounts hour) {
    MessageDigest digest = Sha256.digest();
    digest.update(key.address().toBytes());
    digest.update(key.holder().ownershipId().getBytes(StandardCharsets.UTF_8));
    digest.update(
        ByteBuffer.allocate(3 * Long.BYTES)
            .putLong(key.startMs())
            .putLong(hour.out())
            .putLong(hour.in())
            .array());
    return ByteString.copyFrom(digest.digest());
  }
}
