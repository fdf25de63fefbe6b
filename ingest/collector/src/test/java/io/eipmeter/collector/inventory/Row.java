package io.eipmeter.collector.inventory;

import com.google.protobuf.ByteString;
import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.schemas.v1.MeteredPrefix;
import io.eipmeter.schemas.v1.Settings;
import java.time.Instant;
import java.util.List;

/** Rows as the reader of files makes them. */
final class Row {
  private Row() {}

  static EipEvent of(String range, String account) {
    return from(range, account, "", 0, 0);
  }

  static EipEvent of(String range, String account, String eipId) {
    return from(range, account, eipId, 0, 0);
  }

  static EipEvent from(String range, String account, long fromMs, long toMs) {
    return from(range, account, "", fromMs, toMs);
  }

  static EipEvent from(String range, String account, String eipId, long fromMs, long toMs) {
    String id = "inventory:" + AddressRange.parse(range) + "@" + Instant.ofEpochMilli(fromMs);
    return told(id, range, account, fromMs, toMs).toBuilder().setEipId(eipId).build();
  }

  static EipEvent placed(String range) {
    return of(range, "acme").toBuilder().setLine("bgp").setRegion("eu").build();
  }

  static EipEvent told(String id, String text, String account, long fromMs, long toMs) {
    AddressRange range = AddressRange.parse(text);
    return EipEvent.newBuilder()
        .setOwnershipId(id)
        .setAddress(ByteString.copyFrom(range.address()))
        .setPrefixLength(range.prefixLength())
        .setAccount(account)
        .setFromMs(fromMs)
        .setToMs(toMs)
        .setSource(SyncPlanner.SOURCE)
        .build();
  }

  /** IPv6 by /64. */
  static MeteredSpace metered(String... prefixes) {
    Settings.Builder settings = Settings.newBuilder();
    for (String prefix : prefixes) {
      AddressRange range = AddressRange.parse(prefix);
      settings.addPrefixes(
          MeteredPrefix.newBuilder()
              .setAddress(ByteString.copyFrom(range.address()))
              .setPrefixLength(range.prefixLength())
              .setUnitLength(AddressRange.isIpv4(range.address()) ? 128 : 64));
    }
    return MeteredSpace.of(List.of(settings.build()));
  }
}
