package io.eipmeter.jobs.idle;

import io.eipmeter.jobs.idle.domain.HoldingPrices;
import io.eipmeter.jobs.idle.domain.IdleBook;
import io.eipmeter.jobs.idle.domain.IdlePages;
import io.eipmeter.jobs.idle.domain.IdlePolicy;
import io.eipmeter.jobs.log.SlotBook;

/** When an EIP is idle, and what that costs. */
record IdleRules(IdlePolicy policy, HoldingPrices prices) implements SlotBook.Rules<IdlePages> {
  private static final long serialVersionUID = 1L;

  @Override
  public IdlePages empty() {
    return new IdlePages();
  }

  @Override
  public SlotBook open(int slot, IdlePages pages) {
    return new IdleBook(policy, prices, pages);
  }
}
