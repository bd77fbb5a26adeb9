package io.mbmpo.link.tls;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Shakes hands with a broker and listens, to learn why it hangs up. In TLS 1.3 a client's
 * certificate is judged after the client thinks it is done; a client that goes on to write meets a
 * broken pipe and never reads the alert that says why. This one reads whatever became of its
 * writing.
 */
final class TlsProbe {
  private static final int WAIT_MS = 1000;

  private TlsProbe() {}

  /** What TLS said; empty when the broker had no objection within a second, or is not there. */
  static Optional<IOException> failure(SSLSocketFactory sockets, String host, int port) {
    try (Socket line = new PatientSocket()) {
      line.connect(new InetSocketAddress(host, port), WAIT_MS);
      line.setSoTimeout(WAIT_MS);
      try (SSLSocket tls = (SSLSocket) sockets.createSocket(line, host, port, true)) {
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        int unused = tls.getInputStream().read();
        return Optional.empty();
      }
    } catch (SocketTimeoutException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  /**
   * Writing to a line that the other side has closed is no error: what it said is still to read.
   */
  private static final class PatientSocket extends Socket {
    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(super.getOutputStream()) {
        @Override
        public void write(byte[] bytes, int from, int count) {
          try {
            out.write(bytes, from, count);
          } catch (IOException e) {
            // Reading tells.
          }
        }

        @Override
        public void flush() {}
      };
    }
  }
}
