package io.eipmeter.jobs.tables.domain;

import static io.eipmeter.jobs.tables.domain.Times.HOUR_MS;
import static io.eipmeter.jobs.tables.domain.Times.QUARTER_MS;
import static io.eipmeter.jobs.tables.domain.Times.shown;
import static io.eipmeter.jobs.tables.domain.Times.startsA;

import com.google.protobuf.ByteString;
import io.eipmeter.schemas.v1.ChargeControl;
import io.eipmeter.schemas.v1.HourCharge;
import io.eipmeter.schemas.v1.IdleFinding;
import io.eipmeter.schemas.v1.OwnedQuarter;
import io.eipmeter.schemas.v1.SettledRow;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Rows of {@code findings} and {@code charges} as rows of their tables. */
final class ChargeRows {
  /** Of Decimal(76, 24). */
  private static final int SCALE = 24;

  private static final int DIGITS = 76;

  private ChargeRows() {}

  static @Nullable Poison finding(
      SettledRow row, IdleFinding finding, int generation, RowBlocks out) {
    BigDecimal perDay = decimal(finding.getCostPerDay());
    BigDecimal perMonth = decimal(finding.getCostPerMonth());
    if (perDay == null || perMonth == null) {
      return Poison.BAD_NUMBER;
    }
    if (finding.getAddress().size() != Addresses.BYTES) {
      return Poison.BAD_ADDRESS;
    }
    if (!shown(finding.getSinceMs())
        || !shown(finding.getFoundMs())
        || !shown(finding.getLastUseMs())) {
      return Poison.BAD_TIME;
    }
    out.of(Table.FINDINGS)
        .address(finding.getAddress())
        .string(finding.getEipId())
        .int8(finding.getKindValue())
        .millis(finding.getSinceMs())
        .int32(finding.getNumber())
        .millis(row.getCloseMs())
        .int32(generation)
        .int8(finding.getEndValue())
        .millis(finding.getFoundMs())
        .millis(finding.getLastUseMs())
        .int8(finding.getAdviceValue())
        .string(finding.getAccount())
        .string(finding.getRegion())
        .string(finding.getLine())
        .string(finding.getName())
        .int8(finding.getChargeMethodValue())
        .string(finding.getAssociationKind())
        .string(finding.getAssociationId())
        .decimal256(perDay, SCALE)
        .decimal256(perMonth, SCALE)
        .string(finding.getCurrency())
        .string(finding.getPriceVersion())
        .endRow();
    return null;
  }

  static @Nullable Poison quarter(
      SettledRow row, OwnedQuarter quarter, int generation, RowBlocks out) {
    Poison poison =
        wrong(quarter.getAddress(), QUARTER_MS, quarter.getQuarterMs(), quarter.getAsOfMs());
    if (poison == null) {
      out.of(Table.OWNED_QUARTERS)
          .address(quarter.getAddress())
          .string(quarter.getOwnershipId())
          .seconds(quarter.getQuarterMs())
          .millis(quarter.getAsOfMs())
          .millis(row.getCloseMs())
          .int32(generation)
          .int8(quarter.getCorrection() ? 1 : 0)
          .string(quarter.getAccount())
          .string(quarter.getEipId())
          .string(quarter.getRegion())
          .string(quarter.getLine())
          .int8(quarter.getChargeMethodValue())
          .int64(quarter.getBytesOut())
          .int64(quarter.getBytesIn())
          .int32(quarter.getMinutes())
          .int32(quarter.getContestedMinutes())
          .endRow();
    }
    return poison;
  }

  static @Nullable Poison charge(SettledRow row, HourCharge charge, int generation, RowBlocks out) {
    Poison poison = wrong(charge.getAddress(), HOUR_MS, charge.getHourMs(), charge.getAsOfMs());
    if (poison != null) {
      return poison;
    }
    BigDecimal quantity = decimal(charge.getQuantity());
    BigDecimal price = decimal(charge.getUnitPrice());
    BigDecimal cost = decimal(charge.getCost());
    if (quantity == null || price == null || cost == null) {
      return Poison.BAD_NUMBER;
    }
    out.of(Table.HOUR_CHARGES)
        .address(charge.getAddress())
        .string(charge.getOwnershipId())
        .seconds(charge.getHourMs())
        .millis(charge.getAsOfMs())
        .millis(row.getCloseMs())
        .int32(generation)
        .int8(charge.getCorrection() ? 1 : 0)
        .string(charge.getAccount())
        .string(charge.getEipId())
        .string(charge.getRegion())
        .string(charge.getLine())
        .int64(charge.getBytes())
        .decimal256(quantity, SCALE)
        .decimal256(price, SCALE)
        .decimal256(cost, SCALE)
        .string(charge.getCurrency())
        .string(charge.getPriceVersion())
        .string(charge.getInputsHash().toByteArray(), Integer.MAX_VALUE)
        .endRow();
    return null;
  }

  static @Nullable Poison control(
      SettledRow row, ChargeControl control, int generation, RowBlocks out) {
    if (!startsA(HOUR_MS, control.getHourMs()) || !shown(control.getAsOfMs())) {
      return Poison.BAD_TIME;
    }
    out.of(Table.CHARGE_CONTROLS)
        .int16(control.getSlot())
        .seconds(control.getHourMs())
        .millis(control.getAsOfMs())
        .millis(row.getCloseMs())
        .int32(generation)
        .int64(control.getMinutesBytesOut())
        .int64(control.getMinutesBytesIn())
        .int64(control.getQuartersBytesOut())
        .int64(control.getQuartersBytesIn())
        .int64(control.getBilledBytes())
        .int64(control.getFreeBytes())
        .int64(control.getNoOwnerBytes())
        .int64(control.getOtherMethodBytes())
        .int64(control.getNoPriceBytes())
        .endRow();
    return null;
  }

  private static @Nullable Poison wrong(
      ByteString address, long intervalMs, long startMs, long asOfMs) {
    if (address.size() != Addresses.BYTES) {
      return Poison.BAD_ADDRESS;
    }
    return startsA(intervalMs, startMs) && shown(asOfMs) ? null : Poison.BAD_TIME;
  }

  /**
   * @return null: no number, or one that the column cannot hold exactly
   */
  private static @Nullable BigDecimal decimal(String text) {
    if (text.isEmpty()) {
      return BigDecimal.ZERO;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      boolean fits =
          number.stripTrailingZeros().scale() <= SCALE
              && number.precision() - number.scale() <= DIGITS - SCALE;
      return fits ? number : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
