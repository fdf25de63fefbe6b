package io.eipmeter.jobs.idle.domain;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.jobs.log.Address;
import io.eipmeter.jobs.log.EntryKind;
import io.eipmeter.jobs.log.LogEntry;
import io.eipmeter.jobs.log.SlotBook;
import io.eipmeter.jobs.log.ownership.OwnerSlot;
import io.eipmeter.jobs.log.ownership.Statement;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.schemas.v1.EipMinute;
import io.eipmeter.schemas.v1.SettledRow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a slot with what makes them idle or not. An address costs its newest statements
 * and about 70 bytes; one that nobody holds is forgotten when it has been quiet long enough.
 *
 * <p>An EIP is one metered unit. A prefix that is wider than a slot (a hoster's block) is no EIP
 * and is not judged.
 */
public final class IdleBook implements SlotBook {
  private final IdlePolicy policy;
  private final HoldingPrices prices;
  private final IdlePages pages;

  public IdleBook(IdlePolicy policy, HoldingPrices prices, IdlePages pages) {
    this.policy = policy;
    this.prices = prices;
    this.pages = pages;
  }

  @Override
  public void play(LogEntry entry, RowTaker rows) {
    Address address = EntryKind.of(entry) == EntryKind.STATEMENT ? state(entry) : use(entry);
    if (address != null) {
      review(address, entry.logMs(), rows);
    }
  }

  private @Nullable Address state(LogEntry entry) {
    Statement statement = Statement.of(event(entry));
    if (statement == null || !OwnerSlot.hasOne(statement)) {
      return null;
    }
    eip(statement.address()).state(statement, entry.logMs());
    return statement.address();
  }

  private Address use(LogEntry entry) {
    EipMinute minute = minute(entry);
    Address address = Address.of(minute.getAddress().toByteArray());
    eip(address)
        .use()
        .take(minute.getMinuteMs(), minute.getUsage().getBytesOut(), policy.noiseFloorBytes());
    return address;
  }

  private IdleEip eip(Address address) {
    return pages.eips.computeIfAbsent(address, any -> new IdleEip());
  }

  private void review(Address address, long nowMs, RowTaker rows) {
    IdleEip eip = eip(address);
    eip.review(
        nowMs,
        policy,
        (finding, end, reviewed, atMs) ->
            rows.take(
                atMs,
                FindingRow.key(address, finding),
                SettledRow.newBuilder()
                    .setCloseMs(atMs)
                    .setIdleFinding(
                        FindingRow.of(
                            address, finding, end, reviewed, prices.of(finding.holder(), atMs)))
                    .build()
                    .toByteArray()));
    pages.nextDueMs = Math.min(pages.nextDueMs, eip.nextDueMs(nowMs, policy));
  }

  @Override
  public void passTo(long logMs, RowTaker rows) {
    while (pages.nextDueMs <= logMs) {
      long dueMs = pages.nextDueMs;
      List<Address> due = new ArrayList<>();
      long nextMs = Long.MAX_VALUE;
      for (Iterator<Map.Entry<Address, IdleEip>> i = pages.eips.entrySet().iterator();
          i.hasNext(); ) {
        Map.Entry<Address, IdleEip> each = i.next();
        long eipDueMs = each.getValue().nextDueMs(dueMs - 1, policy);
        if (eipDueMs <= dueMs) {
          due.add(each.getKey());
        } else if (each.getValue().forgettable(dueMs, policy)) {
          i.remove();
        } else {
          nextMs = Math.min(nextMs, eipDueMs);
        }
      }
      pages.nextDueMs = nextMs;
      for (Address address : due) {
        review(address, dueMs, rows);
      }
    }
  }

  @Override
  public long nextDueMs() {
    return pages.nextDueMs;
  }

  private static EipEvent event(LogEntry entry) {
    try {
      return EipEvent.parseFrom(entry.value());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an entry was routed that cannot be read", e);
    }
  }

  private static EipMinute minute(LogEntry entry) {
    try {
      return EipMinute.parseFrom(entry.value());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an entry was routed that cannot be read", e);
    }
  }
}
