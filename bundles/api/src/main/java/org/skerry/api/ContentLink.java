// SPDX-License-Identifier: Apache-2.0
package org.skerry.api;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What one person gives another to fetch a share:
 * {@code skerry:<root ChunkId>?relay=…&peer=…#1.<base64url(secret ‖ checksum)>}.
 *
 * <p>The checksum is the first four bytes of SHA-256("skerry/1 link" ‖ root ‖ secret); it catches a link that was cut or
 * mistyped. Without the part from {@code #} on, a node can find, cache and serve the content but not read it. The hints
 * are hostile input: they are syntax here, and whoever uses them decides whether to.
 *
 * @param root the root chunk of the manifest
 * @param relays hints, addresses of relays, at most 8
 * @param peers hints, peers that have the content, at most 8
 * @param secret opens the content; empty for those who may only cache it
 */
public record ContentLink(ChunkId root, List<String> relays, List<PeerId> peers, Optional<Secret> secret) {

    /** No link is longer than this, in characters. */
    public static final int MAX_TEXT = 4096;

    private static final String SCHEME = "skerry:";
    private static final String SECRET_VERSION = "1.";
    private static final int CHECKSUM_BYTES = 4;
    /** The characters of base64url that secret and checksum take. */
    private static final int SECRET_TEXT = (Secret.BYTES + CHECKSUM_BYTES) * 4 / 3;

    private static final String COPIED_WHOLE = "; was it copied whole?";
    private static final int MAX_HINTS = 8;

    /** Copies the lists and checks their sizes. */
    public ContentLink {
        relays = List.copyOf(relays);
        peers = List.copyOf(peers);
        if (relays.size() > MAX_HINTS || peers.size() > MAX_HINTS) {
            throw new IllegalArgumentException("a link carries at most " + MAX_HINTS + " relays and peers each");
        }
    }

    /**
     * A link without hints.
     *
     * @param root the root chunk
     * @param secret opens the content
     * @return the link
     */
    public static ContentLink of(ChunkId root, Secret secret) {
        return new ContentLink(root, List.of(), List.of(), Optional.of(secret));
    }

    /** {@return the same link less its secret, for nodes that only cache} */
    public ContentLink withoutSecret() {
        return new ContentLink(root, relays, peers, Optional.empty());
    }

    /** {@return the swarm in which this content is found} */
    public SwarmId swarm() {
        return SwarmId.ofRoot(root);
    }

    /**
     * Reads the text form. Unknown hints are skipped.
     *
     * @param text the link; white space around it is dropped
     * @return the link
     * @throws IllegalArgumentException with one line that says what is wrong; it never repeats the secret
     */
    public static ContentLink parse(String text) {
        String link = text.strip();
        if (link.length() > MAX_TEXT) {
            throw new IllegalArgumentException("malformed link: longer than " + MAX_TEXT + " characters");
        }
        if (!link.startsWith(SCHEME)) {
            throw new IllegalArgumentException("malformed link: it must begin with 'skerry:'");
        }
        int hash = link.indexOf('#');
        String head = hash < 0 ? link.substring(SCHEME.length()) : link.substring(SCHEME.length(), hash);
        int question = head.indexOf('?');
        ChunkId root = parseRoot(question < 0 ? head : head.substring(0, question));
        List<String> relays = new ArrayList<>();
        List<PeerId> peers = new ArrayList<>();
        if (question >= 0) {
            parseHints(head.substring(question + 1), relays, peers);
        }
        Optional<Secret> secret =
                hash < 0 ? Optional.empty() : Optional.of(parseSecret(root, link.substring(hash + 1)));
        return new ContentLink(root, relays, peers, secret);
    }

    private static ChunkId parseRoot(String text) {
        try {
            return ChunkId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("malformed link: " + e.getMessage() + COPIED_WHOLE, e);
        }
    }

    private static void parseHints(String query, List<String> relays, List<PeerId> peers) {
        for (String hint : query.split("&", MAX_HINTS * 4)) {
            int equals = hint.indexOf('=');
            String name = equals < 0 ? hint : hint.substring(0, equals);
            String value = equals < 0 ? "" : decode(hint.substring(equals + 1));
            if (name.equals("relay")) {
                relays.add(value);
            } else if (name.equals("peer")) {
                peers.add(parsePeer(value));
            }
        }
        if (relays.size() > MAX_HINTS || peers.size() > MAX_HINTS) {
            throw new IllegalArgumentException("malformed link: more than " + MAX_HINTS + " hints of one kind");
        }
    }

    private static PeerId parsePeer(String value) {
        try {
            return PeerId.parse(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("malformed link: " + e.getMessage() + COPIED_WHOLE, e);
        }
    }

    private static String decode(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("malformed link: a hint is not percent-encoded" + COPIED_WHOLE, e);
        }
    }

    private static Secret parseSecret(ChunkId root, String fragment) {
        if (SECRET_VERSION.startsWith(fragment) || isCut(fragment)) {
            throw new IllegalArgumentException("malformed link: the part after # is cut" + COPIED_WHOLE);
        }
        if (!fragment.startsWith(SECRET_VERSION)) {
            throw new IllegalArgumentException(
                    "malformed link: the part after # is of a version this node cannot read");
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(fragment.substring(SECRET_VERSION.length()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("malformed link: the part after # is not base64url", e);
        }
        if (bytes.length != Secret.BYTES + CHECKSUM_BYTES) {
            throw new IllegalArgumentException("malformed link: the part after # is too long" + COPIED_WHOLE);
        }
        Secret secret = Secret.of(Arrays.copyOf(bytes, Secret.BYTES));
        byte[] checksum = Arrays.copyOfRange(bytes, Secret.BYTES, bytes.length);
        if (!MessageDigest.isEqual(checksum, checksum(root, secret))) {
            throw new IllegalArgumentException("malformed link: its checksum is wrong; was it mistyped?");
        }
        return secret;
    }

    private static boolean isCut(String fragment) {
        String text = fragment.substring(Math.min(fragment.length(), SECRET_VERSION.length()));
        return fragment.startsWith(SECRET_VERSION) && text.length() < SECRET_TEXT && text.matches("[\\w-]*");
    }

    private static byte[] checksum(ChunkId root, Secret secret) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("skerry/1 link".getBytes(StandardCharsets.US_ASCII));
            digest.update(root.bytes());
            return Arrays.copyOf(digest.digest(secret.bytes()), CHECKSUM_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** {@return the text form, with the secret if there is one: do not log it} */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(SCHEME).append(root);
        char separator = '?';
        for (String relay : relays) {
            out.append(separator).append("relay=").append(URLEncoder.encode(relay, StandardCharsets.UTF_8));
            separator = '&';
        }
        for (PeerId peer : peers) {
            out.append(separator).append("peer=").append(URLEncoder.encode(peer.toString(), StandardCharsets.UTF_8));
            separator = '&';
        }
        secret.ifPresent(it -> out.append('#').append(SECRET_VERSION).append(encodeSecret(it)));
        return out.toString();
    }

    private String encodeSecret(Secret value) {
        byte[] all = Arrays.copyOf(value.bytes(), Secret.BYTES + CHECKSUM_BYTES);
        System.arraycopy(checksum(root, value), 0, all, Secret.BYTES, CHECKSUM_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }
}
