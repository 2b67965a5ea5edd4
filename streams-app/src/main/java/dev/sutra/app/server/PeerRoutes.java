package dev.sutra.app.server;

import dev.sutra.app.rest.http.ApiRequest;
import dev.sutra.app.rest.http.Reply;
import dev.sutra.app.rest.http.Route;
import dev.sutra.app.rest.json.Payload;
import dev.sutra.kafka.routing.HttpPeerTransport;
import dev.sutra.kafka.routing.PeerEndpoint;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where the other instances ask this one. It is not a part of the REST interface. */
final class PeerRoutes {
  static final String PATH = "/peer/query";

  private final PeerEndpoint endpoint;
  private final boolean loopbackIsTrusted;

  /**
   * Creates the route.
   *
   * @param loopbackIsTrusted whether requests of this machine may be answered without a secret. If
   *     clients need keys, they may not: a proxy on this machine sends requests of others.
   */
  PeerRoutes(PeerEndpoint endpoint, boolean loopbackIsTrusted) {
    this.endpoint = endpoint;
    this.loopbackIsTrusted = loopbackIsTrusted;
  }

  List<Route> routes() {
    // Without a key: each request is signed with the secret of the instances.
    return List.of(Route.withBody("POST", PATH, Set.of(), this::answer).open());
  }

  private Reply answer(ApiRequest request) {
    byte[] question = request.body(List.of(HttpPeerTransport.CONTENT_TYPE));
    byte[] answer = endpoint.answer(question, loopbackIsTrusted && request.isFromLoopback());
    return new Reply(200, HttpPeerTransport.CONTENT_TYPE, Payload.of(answer), Map.of());
  }
}
