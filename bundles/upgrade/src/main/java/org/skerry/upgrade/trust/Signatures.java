// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.trust;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The signatures of one file, one for each key, as {@code NAME.sig} holds them: a first line with the version, then a line with
 * fingerprint and signature (Base64) for each. Says nothing of whether they are right. Immutable.
 */
public final class Signatures {

    /** Longest text in characters; some hundred signatures. */
    public static final int MAX_CHARS = 16 * 1024;

    private static final String FIRST_LINE = "skerry signatures 1";
    private static final Pattern LATER = Pattern.compile("skerry signatures \\d{1,9}");
    private static final Pattern LINE = Pattern.compile("(sha256:[0-9a-f]{64}) ([A-Za-z0-9+/]{86}==)");

    /** Signatures in Base64 by fingerprint. */
    private final Map<String, String> lines;

    private Signatures(Map<String, String> lines) {
        this.lines = Collections.unmodifiableMap(lines);
    }

    /** {@return no signatures} */
    public static Signatures none() {
        return new Signatures(Map.of());
    }

    /**
     * Reads the text of a signature file.
     *
     * @param name of the file that is signed, for the message of an error
     * @param text of the signature file
     * @return what it holds, at least one signature
     * @throws UntrustedException if it is malformed
     */
    public static Signatures parse(String name, String text) throws UntrustedException {
        if (text.length() > MAX_CHARS) {
            throw malformed(name, "is longer than " + MAX_CHARS + " bytes");
        }
        Iterator<String> rest = text.lines().iterator();
        String first = rest.hasNext() ? rest.next() : "";
        if (!first.equals(FIRST_LINE)) {
            throw malformed(
                    name,
                    LATER.matcher(first).matches()
                            ? "is of another version of Skerry"
                            : "does not begin with '" + FIRST_LINE + "'");
        }
        Map<String, String> lines = new LinkedHashMap<>();
        for (int number = 2; rest.hasNext(); number++) {
            Matcher line = LINE.matcher(rest.next());
            if (!line.matches()) {
                throw malformed(name, "has no signature in line " + number);
            }
            if (lines.put(line.group(1), line.group(2)) != null) {
                throw malformed(name, "has two signatures of one key");
            }
        }
        if (lines.isEmpty()) {
            throw malformed(name, "holds no signature");
        }
        return new Signatures(lines);
    }

    private static UntrustedException malformed(String name, String what) {
        return new UntrustedException(
                UntrustedException.Reason.MALFORMED,
                name + ".sig " + what + "; get it anew, or sign " + name + " again with 'skerry sign --replace'");
    }

    /** {@return the fingerprints of all keys that have signed, in the order of the file} */
    public Set<String> fingerprints() {
        return lines.keySet();
    }

    /**
     * The signature of a key.
     *
     * @param fingerprint of the key
     * @return 64 bytes
     */
    Optional<byte[]> of(String fingerprint) {
        return Optional.ofNullable(lines.get(fingerprint)).map(Base64.getDecoder()::decode);
    }

    /** These and one more, which takes the place of another one of the same key. */
    Signatures with(String fingerprint, byte[] signature) {
        Map<String, String> all = new LinkedHashMap<>(lines);
        all.put(fingerprint, Base64.getEncoder().encodeToString(signature));
        return new Signatures(all);
    }

    /** {@return the text of the signature file} */
    public String text() {
        List<String> text = new ArrayList<>(List.of(FIRST_LINE));
        lines.forEach((fingerprint, signature) -> text.add(fingerprint + " " + signature));
        return String.join("\n", text) + "\n";
    }
}
