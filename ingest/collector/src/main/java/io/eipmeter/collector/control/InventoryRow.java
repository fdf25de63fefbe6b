package io.eipmeter.collector.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.v1.ChargeMethod;
import io.eipmeter.schemas.v1.EipEvent;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A row of an inventory becomes a statement about who holds an address, from when to when. */
final class InventoryRow {
  /** The source of statements that come from inventory files. */
  static final String SOURCE = "inventory";

  static final Set<String> FIELDS =
      Set.of(
          "id",
          "address",
          "account",
          "eip_id",
          "region",
          "line",
          "charge_method",
          "max_bandwidth",
          "from",
          "to",
          "name",
          "association_kind",
          "association_id",
          "shared_bandwidth_id",
          "fine_grained");

  private static final Map<String, ChargeMethod> CHARGE_METHODS =
      Map.of(
          "data-transfer", ChargeMethod.CHARGE_METHOD_DATA_TRANSFER,
          "bandwidth", ChargeMethod.CHARGE_METHOD_BANDWIDTH,
          "subscription", ChargeMethod.CHARGE_METHOD_SUBSCRIPTION);

  private InventoryRow() {}

  /** Reads a row. */
  static EipEvent read(String place, JsonNode row) throws BadFileException {
    FieldReader fields = new FieldReader(place, row, FIELDS);
    AddressRange range = fields.range("address");
    Instant from = fields.instant("from");
    Instant to = fields.instant("to");
    long fromMs = from == null ? 0 : from.toEpochMilli();
    long toMs = to == null ? 0 : to.toEpochMilli();
    if (fromMs < 0 || to != null && toMs <= fromMs) {
      throw fields.bad("to", "must be after 'from'");
    }
    return EipEvent.newBuilder()
        // Stable over restatements: an interval is known by what it begins with.
        .setOwnershipId(
            fields.text("id", SOURCE + ":" + range + "@" + Instant.ofEpochMilli(fromMs)))
        .setAddress(ByteString.copyFrom(range.address()))
        .setPrefixLength(range.prefixLength())
        .setFromMs(fromMs)
        .setToMs(toMs)
        .setAccount(fields.required("account"))
        .setEipId(fields.text("eip_id", ""))
        .setRegion(fields.text("region", ""))
        .setLine(fields.text("line", ""))
        .setChargeMethod(chargeMethod(fields))
        .setMaxBandwidthBitsPerSecond(bandwidth(fields))
        .setName(fields.text("name", ""))
        .setAssociationKind(fields.text("association_kind", ""))
        .setAssociationId(fields.text("association_id", ""))
        .setSharedBandwidthId(fields.text("shared_bandwidth_id", ""))
        .setFineGrained(yes(fields))
        .setSource(SOURCE)
        .build();
  }

  private static ChargeMethod chargeMethod(FieldReader fields) throws BadFileException {
    String text = fields.text("charge_method");
    if (text == null) {
      return ChargeMethod.CHARGE_METHOD_UNSPECIFIED;
    }
    ChargeMethod method = CHARGE_METHODS.get(text.toLowerCase(Locale.ROOT).replace('_', '-'));
    if (method == null) {
      throw fields.bad(
          "charge_method", "must be data-transfer, bandwidth or subscription, was " + text);
    }
    return method;
  }

  /** Bits per second; k, M and G are powers of ten, as lines are sold. */
  private static long bandwidth(FieldReader fields) throws BadFileException {
    String text = fields.text("max_bandwidth");
    if (text == null) {
      return 0;
    }
    String digits = text.substring(0, text.length() - 1);
    long factor =
        switch (Character.toLowerCase(text.charAt(text.length() - 1))) {
          case 'k' -> 1_000L;
          case 'm' -> 1_000_000L;
          case 'g' -> 1_000_000_000L;
          default -> {
            digits = text;
            yield 1;
          }
        };
    try {
      long bits = Math.multiplyExact(Long.parseLong(digits), factor);
      if (bits > 0) {
        return bits;
      }
    } catch (NumberFormatException | ArithmeticException e) {
      throw fields.bad(
          "max_bandwidth", "'" + text + "' is no bandwidth; write bits per second, or 200M, 1G");
    }
    throw fields.bad("max_bandwidth", "must be positive, was " + text);
  }

  private static boolean yes(FieldReader fields) throws BadFileException {
    String text = fields.text("fine_grained", "no").toLowerCase(Locale.ROOT);
    return switch (text) {
      case "yes", "true" -> true;
      case "no", "false" -> false;
      default -> throw fields.bad("fine_grained", "must be yes or no, was " + text);
    };
  }
}
