package io.eipmeter.sim.world.cloud;

import java.util.List;

/**
 * The kinds of rows. A name is the name of the map in the store: frozen once released.
 *
 * @param <R> the rows
 */
public final class Kind<R extends Row> {
  public static final Kind<Rows.Meta> META = new Kind<>("meta", Rows.Meta.class);
  public static final Kind<Rows.AccountRow> ACCOUNT = new Kind<>("accounts", Rows.AccountRow.class);
  public static final Kind<Rows.PoolRow> POOL = new Kind<>("pools", Rows.PoolRow.class);
  public static final Kind<ElasticIp> EIP = new Kind<>("eips", ElasticIp.class);
  public static final Kind<Rows.AddressUse> ADDRESS =
      new Kind<>("addresses", Rows.AddressUse.class);
  public static final Kind<Rows.Released> RELEASED = new Kind<>("released", Rows.Released.class);
  public static final Kind<Rows.Segment> SEGMENT = new Kind<>("segments", Rows.Segment.class);
  public static final Kind<Rows.SharedBandwidth> PACKAGE =
      new Kind<>("packages", Rows.SharedBandwidth.class);
  public static final Kind<Rows.Resource> RESOURCE = new Kind<>("resources", Rows.Resource.class);
  public static final Kind<Rows.SnatEntry> SNAT = new Kind<>("snat-entries", Rows.SnatEntry.class);
  public static final Kind<Rows.ForwardEntry> FORWARD =
      new Kind<>("forward-entries", Rows.ForwardEntry.class);
  public static final Kind<Rows.Token> TOKEN = new Kind<>("tokens", Rows.Token.class);
  public static final Kind<Rows.Span> SPAN = new Kind<>("spans", Rows.Span.class);
  public static final Kind<Rows.Operation> OPERATION =
      new Kind<>("operations", Rows.Operation.class);

  public static final List<Kind<?>> ALL =
      List.of(
          META, ACCOUNT, POOL, EIP, ADDRESS, RELEASED, SEGMENT, PACKAGE, RESOURCE, SNAT, FORWARD,
          TOKEN, SPAN, OPERATION);

  private final String name;
  private final Class<R> type;

  private Kind(String name, Class<R> type) {
    this.name = name;
    this.type = type;
  }

  public String name() {
    return name;
  }

  public Class<R> type() {
    return type;
  }

  @Override
  public String toString() {
    return name;
  }
}
