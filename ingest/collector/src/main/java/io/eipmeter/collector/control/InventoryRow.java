package io.eipmeter.collector.control;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.google.protobuf.ByteString;
import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.files.BadFieldException;
import io.eipmeter.schemas.v1.ChargeMethod;
import io.eipmeter.schemas.v1.EipEvent;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A row of an inventory, key by key ({@code files/inventory.schema.json}); it becomes a statement
 * about who holds an address, from when to when.
 */
@JsonNaming(SnakeCaseStrategy.class)
record InventoryRow(
    @Nullable String id,
    AddressRange address,
    String account,
    @Nullable String eipId,
    @Nullable String region,
    @Nullable String line,
    @Nullable String chargeMethod,
    @Nullable Bandwidth maxBandwidth,
    @Nullable TimeOfFile from,
    @Nullable TimeOfFile to,
    @Nullable String name,
    @Nullable String associationKind,
    @Nullable String associationId,
    @Nullable String sharedBandwidthId,
    @Nullable YesOrNo fineGrained) {
  /** The source of statements that come from inventory files. */
  static final String SOURCE = "inventory";

  InventoryRow {
    if (to != null && to.ms() <= (from == null ? 0 : from.ms())) {
      throw new BadFieldException(
          "/to", "must be after 'from', was '" + Instant.ofEpochMilli(to.ms()) + "'");
    }
  }

  /** Bits per second; k, M and G are powers of ten, as lines are sold. */
  record Bandwidth(long bitsPerSecond) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Bandwidth of(JsonNode value) {
      String text = value.asText();
      int end = text.length() - 1;
      long factor =
          switch (end < 0 ? ' ' : Character.toLowerCase(text.charAt(end))) {
            case 'k' -> 1_000L;
            case 'm' -> 1_000_000L;
            case 'g' -> 1_000_000_000L;
            default -> 1;
          };
      try {
        long number = Long.parseLong(factor == 1 ? text : text.substring(0, end));
        if (number > 0 && !text.startsWith("0") && !text.startsWith("+")) {
          return new Bandwidth(Math.multiplyExact(number, factor));
        }
      } catch (NumberFormatException | ArithmeticException e) {
        throw bad(text);
      }
      throw bad(text);
    }

    private static IllegalArgumentException bad(String text) {
      return new IllegalArgumentException(
          "must be bits per second, or as in 200k, 200M and 1G, was '" + text + "'");
    }
  }

  /** {@code yes}, {@code no}, true or false. */
  record YesOrNo(boolean yes) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static YesOrNo of(JsonNode value) {
      return new YesOrNo(value.asText().equals("yes") || value.asText().equals("true"));
    }
  }

  EipEvent statement() {
    long fromMs = from == null ? 0 : from.ms();
    return EipEvent.newBuilder()
        // Stable over restatements: an interval is known by what it begins with.
        .setOwnershipId(
            id == null ? SOURCE + ":" + address + "@" + Instant.ofEpochMilli(fromMs) : id)
        .setAddress(ByteString.copyFrom(address.address()))
        .setPrefixLength(address.prefixLength())
        .setFromMs(fromMs)
        .setToMs(to == null ? 0 : to.ms())
        .setAccount(account)
        .setEipId(orEmpty(eipId))
        .setRegion(orEmpty(region))
        .setLine(orEmpty(line))
        .setChargeMethod(
            chargeMethod == null
                ? ChargeMethod.CHARGE_METHOD_UNSPECIFIED
                : ChargeMethod.valueOf(
                    "CHARGE_METHOD_" + chargeMethod.replace('-', '_').toUpperCase(Locale.ROOT)))
        .setMaxBandwidthBitsPerSecond(maxBandwidth == null ? 0 : maxBandwidth.bitsPerSecond)
        .setName(orEmpty(name))
        .setAssociationKind(orEmpty(associationKind))
        .setAssociationId(orEmpty(associationId))
        .setSharedBandwidthId(orEmpty(sharedBandwidthId))
        .setFineGrained(fineGrained != null && fineGrained.yes)
        .setSource(SOURCE)
        .build();
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
