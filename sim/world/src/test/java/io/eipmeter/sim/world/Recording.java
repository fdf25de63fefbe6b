package io.eipmeter.sim.world;

import io.eipmeter.schemas.v1.EipEvent;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps all that a world sends and says. */
final class Recording implements ExportTransport, EventJournal {
  record Said(EipEvent event, long atMs) {}

  final Map<Address, List<byte[]>> datagrams = new LinkedHashMap<>();
  final List<byte[]> inOrder = new ArrayList<>();
  final List<Said> said = new ArrayList<>();

  @Override
  public void send(InetAddress exporterAddress, byte[] datagram) {
    datagrams
        .computeIfAbsent(Address.of(exporterAddress), address -> new ArrayList<>())
        .add(datagram);
    inOrder.add(datagram);
  }

  @Override
  public void append(EipEvent event, long atMs) {
    said.add(new Said(event, atMs));
  }

  /** A whole run in one step. */
  static Simulation run(SimulationOptions options, Recording recording) {
    Simulation simulation = new Simulation(options, recording, recording);
    simulation.runTo(options.endMs() + 30_000);
    simulation.finish();
    return simulation;
  }
}
