package io.eipmeter.jobs.billing;

import io.eipmeter.jobs.billing.domain.BillingBook;
import io.eipmeter.jobs.billing.domain.BillingPages;
import io.eipmeter.jobs.billing.domain.BillingPolicy;
import io.eipmeter.jobs.billing.domain.FlatPrices;
import io.eipmeter.jobs.log.SlotBook;

/** When usage is sealed, and what it costs. */
record BillingRules(BillingPolicy policy, FlatPrices prices)
    implements SlotBook.Rules<BillingPages> {
  private static final long serialVersionUID = 1L;

  @Override
  public BillingPages empty() {
    return new BillingPages();
  }

  @Override
  public SlotBook open(int slot, BillingPages pages) {
    return new BillingBook(slot, policy, prices, pages);
  }
}
