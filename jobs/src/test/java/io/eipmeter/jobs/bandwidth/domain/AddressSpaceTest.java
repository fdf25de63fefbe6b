package io.eipmeter.jobs.bandwidth.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.schemas.v1.MeteredPrefix;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class AddressSpaceTest {
  private static final int PREFIX_LENGTH = 120;

  /** Disjoint /24s with a /24 between each two. */
  private static AddressSpace space(int prefixes) {
    List<MeteredPrefix> list = new ArrayList<>();
    for (int i = 0; i < prefixes; i++) {
      list.add(
          MeteredPrefix.newBuilder()
              .setAddress(TestSettings.address(0, first(i)))
              .setPrefixLength(PREFIX_LENGTH)
              .setUnitLength(128)
              .build());
    }
    return new AddressSpace(list);
  }

  private static long first(int i) {
    return TestSettings.NET_LOW + 512L * i;
  }

  @Property
  void anAddressIsFoundInItsPrefixAndInNoOther(
      @ForAll @IntRange(max = 40) int prefixes,
      @ForAll @IntRange(max = 60) int network,
      @ForAll @IntRange(max = 255) int host) {
    AddressSpace space = space(prefixes);
    assertThat(space.prefixOf(0, first(network) + host))
        .isEqualTo(network < prefixes ? network : -1);
    assertThat(space.prefixOf(0, first(network) + 256 + host)).isEqualTo(-1);
    assertThat(space.prefixOf(1, first(network) + host)).isEqualTo(-1);
    assertThat(space.prefixOf(0, first(0) - 1 - host)).isEqualTo(-1);
  }
}
