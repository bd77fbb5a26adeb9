package io.mbmpo.launch.keys;

import java.time.Instant;
import java.util.List;

/**
 * A certificate that was made, as {@code ./mbmpo keys list} shows it.
 *
 * @param name whose it is
 * @param serial hexadecimal
 * @param hosts of a broker; empty for a client
 * @param until it counts until then
 * @param revoked since when it does not, or null
 */
public record KeyRecord(
    String name, String serial, List<String> hosts, Instant until, Instant revoked) {

  /** Whether an end may connect with it. */
  public boolean counts(Instant now) {
    return revoked == null && !now.isAfter(until);
  }
}
