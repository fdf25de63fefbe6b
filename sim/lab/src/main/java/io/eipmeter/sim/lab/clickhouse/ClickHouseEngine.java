package io.eipmeter.sim.lab.clickhouse;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;

/**
 * Main of ClickHouse's process: hands its arguments to the engine's own command line, which serves
 * until standard input ends.
 */
public final class ClickHouseEngine {
  private ClickHouseEngine() {}

  /**
   * @param args the path of libchdb.so, then the engine's arguments
   */
  public static void main(String[] args) {
    NativeLibrary library = NativeLibrary.getInstance(args[0]);
    // The JVM uses some of the signals that the engine would take for itself.
    library
        .getFunction("chdb_set_signal_handlers_enabled")
        .invokeVoid(new Object[] {Boolean.FALSE});
    String[] line = new String[args.length];
    line[0] = "clickhouse-local";
    System.arraycopy(args, 1, line, 1, args.length - 1);
    Function run = library.getFunction("chdb_query_cmdline");
    run.invoke(com.sun.jna.Pointer.class, new Object[] {line.length, line});
    System.exit(0);
  }
}
