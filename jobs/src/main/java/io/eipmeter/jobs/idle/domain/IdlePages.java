package io.eipmeter.jobs.idle.domain;

import io.eipmeter.jobs.log.Address;
import io.eipmeter.jobs.log.SlotBook;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** What is known of the addresses of one slot. */
public final class IdlePages implements SlotBook.Pages<IdlePages> {
  final TreeMap<Address, IdleEip> eips = new TreeMap<>();

  /** Never later than the true one: moved forward by a look at all. */
  long nextDueMs = Long.MAX_VALUE;

  /** How many addresses it holds. */
  public int size() {
    return eips.size();
  }

  @Override
  public IdlePages copy() {
    IdlePages copy = new IdlePages();
    eips.forEach((address, eip) -> copy.eips.put(address, eip.copy()));
    copy.nextDueMs = nextDueMs;
    return copy;
  }

  @Override
  public void write(DataOutput target) throws IOException {
    target.writeLong(nextDueMs);
    target.writeInt(eips.size());
    for (Map.Entry<Address, IdleEip> each : eips.entrySet()) {
      target.writeLong(each.getKey().high());
      target.writeLong(each.getKey().low());
      each.getValue().write(target);
    }
  }

  public static IdlePages read(DataInput source) throws IOException {
    IdlePages pages = new IdlePages();
    pages.nextDueMs = source.readLong();
    int count = source.readInt();
    for (int i = 0; i < count; i++) {
      pages.eips.put(new Address(source.readLong(), source.readLong()), IdleEip.read(source));
    }
    return pages;
  }
}
