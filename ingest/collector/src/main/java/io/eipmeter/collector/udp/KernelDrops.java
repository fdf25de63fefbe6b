package io.eipmeter.collector.udp;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads how many datagrams the kernel dropped at the sockets of this process because a receive
 * buffer was full: the last column of {@code /proc/net/udp} and {@code udp6} (proc(5)). Elsewhere
 * than on Linux it reads nothing.
 */
public final class KernelDrops {
  private static final int LOCAL_ADDRESS = 1;
  private static final int INODE = 9;
  private static final int DROPS = 12;

  private final Set<Integer> ports;
  private final Map<String, Long> dropsByInode = new HashMap<>();

  public KernelDrops(Collection<Integer> ports) {
    this.ports = Set.copyOf(ports);
  }

  /** Whether this machine tells drops at all. */
  public static boolean available() {
    return Files.isReadable(Path.of("/proc/net/udp"));
  }

  /** How many were dropped since the last call. */
  public synchronized long poll() {
    if (!available()) {
      return 0;
    }
    Set<String> own = ownInodes();
    return poll(lines("/proc/net/udp"), own) + poll(lines("/proc/net/udp6"), own);
  }

  /** As {@link #poll()}, of given lines; sockets of others with our port are not ours. */
  long poll(List<String> lines, Set<String> ownInodes) {
    long added = 0;
    for (String line : lines) {
      String[] columns = line.trim().split("\\s+", -1);
      if (columns.length <= DROPS || !columns[0].endsWith(":")) {
        continue;
      }
      String local = columns[LOCAL_ADDRESS];
      int port = Integer.parseInt(local.substring(local.indexOf(':') + 1), 16);
      if (ports.contains(port) && ownInodes.contains(columns[INODE])) {
        long drops = Long.parseLong(columns[DROPS]);
        Long before = dropsByInode.put(columns[INODE], drops);
        // The kernel's counter has 32 bits: a step back is a wrap.
        long since = drops - (before == null ? 0 : before);
        added += since < 0 ? since + (1L << 32) : since;
      }
    }
    return added;
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException e) {
      return List.of(); // a kernel without IPv6 has no udp6
    }
  }

  private static Set<String> ownInodes() {
    Set<String> inodes = new HashSet<>();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        String target = target(descriptor);
        if (target.startsWith("socket:[")) {
          inodes.add(target.substring("socket:[".length(), target.length() - 1));
        }
      }
    } catch (IOException e) {
      return inodes;
    }
    return inodes;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // closed since it was listed
    }
  }
}
