package io.eipmeter.collector.inventory;

import io.eipmeter.schemas.v1.EipEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What statements say of the holder of a range: all but id, interval, range and source. By getters
 * of their own, for messages without these fields, or their reflection, cost more than all the rest
 * of a plan.
 */
final class Facts {
  private record Field(String name, Function<EipEvent, Object> value) {}

  private static final List<Field> FIELDS =
      List.of(
          new Field("account", EipEvent::getAccount),
          new Field("eip_id", EipEvent::getEipId),
          new Field("region", EipEvent::getRegion),
          new Field("line", EipEvent::getLine),
          new Field("charge_method", EipEvent::getChargeMethod),
          new Field("max_bandwidth_bits_per_second", EipEvent::getMaxBandwidthBitsPerSecond),
          new Field("association_kind", EipEvent::getAssociationKind),
          new Field("association_id", EipEvent::getAssociationId),
          new Field("shared_bandwidth_id", EipEvent::getSharedBandwidthId),
          new Field("fine_grained", EipEvent::getFineGrained),
          new Field("name", EipEvent::getName),
          new Field("address_pool_id", EipEvent::getAddressPoolId),
          new Field("resource_group_id", EipEvent::getResourceGroupId),
          new Field("lock", EipEvent::getLock),
          new Field("account_eip_quota", EipEvent::getAccountEipQuota),
          new Field("association_mode", EipEvent::getAssociationMode),
          new Field("static_public_ip", EipEvent::getStaticPublicIp),
          new Field("tags", EipEvent::getTagsMap));

  private Facts() {}

  static boolean same(@Nullable EipEvent one, @Nullable EipEvent other) {
    if (one == other) {
      return true;
    }
    if (one == null || other == null) {
      return false;
    }
    for (Field field : FIELDS) {
      if (!field.value.apply(one).equals(field.value.apply(other))) {
        return false;
      }
    }
    return true;
  }

  /** The fields that differ, as {@code account acme -> bolt}. */
  static String changes(EipEvent before, EipEvent after) {
    List<String> changes = new ArrayList<>();
    for (Field field : FIELDS) {
      Object was = field.value.apply(before);
      Object is = field.value.apply(after);
      if (!was.equals(is)) {
        changes.add(field.name + " " + text(was) + " -> " + text(is));
      }
    }
    return String.join(", ", changes);
  }

  private static String text(Object value) {
    String text = String.valueOf(value);
    return text.isEmpty() ? "none" : text;
  }

  /** What a row says, with what no file can say of the same holder. */
  static EipEvent withUntold(EipEvent row, EipEvent holder) {
    if (!Piece.sameHolder(row, holder) || hasNoUntold(holder)) {
      return row;
    }
    return row.toBuilder()
        .setAddressPoolId(holder.getAddressPoolId())
        .setResourceGroupId(holder.getResourceGroupId())
        .setLock(holder.getLock())
        .setAccountEipQuota(holder.getAccountEipQuota())
        .setAssociationMode(holder.getAssociationMode())
        .setStaticPublicIp(holder.getStaticPublicIp())
        .putAllTags(holder.getTagsMap())
        .build();
  }

  private static boolean hasNoUntold(EipEvent holder) {
    return holder.getAddressPoolId().isEmpty()
        && holder.getResourceGroupId().isEmpty()
        && holder.getLock().isEmpty()
        && holder.getAccountEipQuota() == 0
        && holder.getAssociationMode().isEmpty()
        && !holder.getStaticPublicIp()
        && holder.getTagsCount() == 0;
  }
}
