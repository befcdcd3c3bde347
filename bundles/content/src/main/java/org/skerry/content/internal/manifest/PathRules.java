// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.manifest;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Which names may stand in a catalog, and in which order. */
public final class PathRules {

    /** The folder in which a fetch keeps what is not whole; no content may have it. */
    public static final String PARTIAL = ".skerry-partial";

    /** Longest path and longest symlink target, in bytes of UTF-8. */
    public static final int MAX_PATH = 4096;

    private static final int MAX_SEGMENT = 255;

    private PathRules() {}

    /**
     * Checks a path.
     *
     * @param path as the catalog has it
     * @return what is wrong with it, if anything
     */
    public static Optional<String> complaint(String path) {
        if (path.isEmpty()) {
            return Optional.of("is empty");
        }
        if (path.startsWith("/")) {
            return Optional.of("is absolute");
        }
        if (utf8(path).length > MAX_PATH) {
            return Optional.of("is longer than " + MAX_PATH + " bytes");
        }
        for (String segment : path.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                return Optional.of("has the segment '" + segment + "'");
            }
            if (segment.indexOf('\0') >= 0) {
                return Optional.of("holds a NUL");
            }
            if (utf8(segment).length > MAX_SEGMENT) {
                return Optional.of("has a segment of more than " + MAX_SEGMENT + " bytes");
            }
        }
        if (path.equals(PARTIAL) || path.startsWith(PARTIAL + "/")) {
            return Optional.of("is kept for unfinished fetches");
        }
        return Optional.empty();
    }

    /**
     * Checks where a symlink leads. Up-steps may stand at its front only: behind the name of another symlink they would
     * lead to somewhere that cannot be told from the text.
     *
     * @param path of the symlink
     * @param target as the catalog has it
     * @return what is wrong with it, if anything
     */
    public static Optional<String> complaint(String path, String target) {
        if (target.isEmpty() || target.indexOf('\0') >= 0 || utf8(target).length > MAX_PATH) {
            return Optional.of("is empty, too long or holds a NUL");
        }
        if (target.startsWith("/")) {
            return Optional.of("is absolute");
        }
        int depth = (int) path.chars().filter(c -> c == '/').count();
        boolean down = false;
        for (String segment : target.split("/", -1)) {
            if (segment.equals("..")) {
                depth--;
                if (down || depth < 0) {
                    return Optional.of("leads out of the folder");
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                down = true;
            }
        }
        return Optional.empty();
    }

    /**
     * The order of a catalog: by the bytes of the segments, one segment after the other, so that a folder comes right
     * before what is in it.
     *
     * @param left a path
     * @param right another
     * @return negative, zero or positive
     */
    public static int compare(String left, String right) {
        byte[] a = utf8(left);
        byte[] b = utf8(right);
        int common = Math.min(a.length, b.length);
        for (int i = 0; i < common; i++) {
            if (a[i] != b[i]) {
                return rank(a[i]) - rank(b[i]);
            }
        }
        return a.length - b.length;
    }

    private static int rank(byte b) {
        return b == '/' ? 0 : b & 0xff;
    }

    /**
     * The folder that holds a path.
     *
     * @param path any
     * @return the path of its parent, empty for the content's folder itself
     */
    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
