package io.eipmeter.sim.world.cloud;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * By what rows are found beside their keys, so that no call looks through all of them. Indexes are
 * made from the rows whenever these are loaded or change; the store knows none.
 *
 * @param <R> the rows
 */
final class Index<R extends Row> {
  static final Index<ElasticIp> EIP_ACCOUNT = one(Kind.EIP, eip -> eip.account);
  static final Index<ElasticIp> EIP_ADDRESS = one(Kind.EIP, eip -> eip.address);
  static final Index<ElasticIp> EIP_INSTANCE = one(Kind.EIP, eip -> eip.instanceId);
  static final Index<ElasticIp> EIP_PACKAGE = one(Kind.EIP, eip -> eip.packageId);
  static final Index<ElasticIp> EIP_SEGMENT = one(Kind.EIP, eip -> eip.segmentId);
  static final Index<Rows.Released> RELEASED_ACCOUNT = one(Kind.RELEASED, gone -> gone.account);
  static final Index<Rows.Segment> SEGMENT_ACCOUNT = one(Kind.SEGMENT, segment -> segment.account);
  static final Index<Rows.SharedBandwidth> PACKAGE_ACCOUNT =
      one(Kind.PACKAGE, shared -> shared.account);
  static final Index<Rows.SnatEntry> SNAT_TABLE = one(Kind.SNAT, entry -> entry.tableId);
  static final Index<Rows.SnatEntry> SNAT_ADDRESS =
      new Index<>(Kind.SNAT, entry -> entry.addresses);
  static final Index<Rows.ForwardEntry> FORWARD_TABLE = one(Kind.FORWARD, entry -> entry.tableId);
  static final Index<Rows.ForwardEntry> FORWARD_ADDRESS =
      one(Kind.FORWARD, entry -> entry.externalIp);
  static final Index<Rows.Span> SPAN_EIP = one(Kind.SPAN, span -> span.eipId);
  static final Index<Rows.Span> SPAN_ADDRESS = one(Kind.SPAN, span -> span.address);
  static final Index<Rows.Operation> OPERATION_EIP =
      new Index<>(Kind.OPERATION, operation -> operation.eipIds);

  private static final Map<Kind<?>, List<Index<?>>> BY_KIND =
      List.<Index<?>>of(
              EIP_ACCOUNT,
              EIP_ADDRESS,
              EIP_INSTANCE,
              EIP_PACKAGE,
              EIP_SEGMENT,
              RELEASED_ACCOUNT,
              SEGMENT_ACCOUNT,
              PACKAGE_ACCOUNT,
              SNAT_TABLE,
              SNAT_ADDRESS,
              FORWARD_TABLE,
              FORWARD_ADDRESS,
              SPAN_EIP,
              SPAN_ADDRESS,
              OPERATION_EIP)
          .stream()
          .collect(Collectors.groupingBy(Index::kind));

  private final Kind<R> kind;
  private final Function<R, List<String>> values;

  private Index(Kind<R> kind, Function<R, List<String>> values) {
    this.kind = kind;
    this.values = values;
  }

  /** A field that is empty is none to be found by: nothing asks for what is in no package. */
  private static <R extends Row> Index<R> one(Kind<R> kind, Function<R, String> field) {
    return new Index<>(
        kind,
        row -> {
          String value = field.apply(row);
          return value.isEmpty() ? List.of() : List.of(value);
        });
  }

  static List<Index<?>> of(Kind<?> kind) {
    return BY_KIND.getOrDefault(kind, List.of());
  }

  Kind<R> kind() {
    return kind;
  }

  /** What a row of its kind is found by. */
  List<String> valuesOf(Row row) {
    return values.apply(kind.type().cast(row));
  }
}
