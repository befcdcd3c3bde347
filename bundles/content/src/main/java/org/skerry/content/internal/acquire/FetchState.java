// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.skerry.api.ChunkId;
import org.skerry.base.bytes.Hex;
import org.skerry.base.cbor.CborMap;
import org.skerry.base.cbor.CheckedMap;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.base.crypto.Sha256;
import org.skerry.base.disk.ForcedNames;
import org.skerry.base.disk.Listing;
import org.skerry.content.internal.disk.DamagedException;
import org.skerry.content.internal.disk.PageFile;
import org.skerry.content.internal.disk.PrivateFiles;
import org.skerry.content.internal.disk.StateFile;
import org.skerry.content.internal.manifest.PathRules;
import org.skerry.content.internal.share.Fetched;
import org.skerry.spi.content.AcquireRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder {@code fetches/<id of root and target>} of the state: {@code pages}, {@code plan.mv}, {@code target} (which
 * folder was begun). It goes when the content is whole, and {@link Fetched} knows of it instead.
 */
final class FetchState {

    private static final Logger LOG = LoggerFactory.getLogger(FetchState.class);
    private static final int ID_CHARACTERS = 32;
    private static final String PAGES = "pages";
    private static final String PLAN = "plan.mv";
    private static final String TARGET = "target";
    private static final int TARGET_KEY = 1;

    /** A fetch that has no target may be taken up again for so long. */
    private static final Duration PATIENCE = Duration.ofDays(30);

    private final Path folder;
    private final Fetched fetched;
    private final ChunkId root;

    private FetchState(Path folder, Fetched fetched, ChunkId root) {
        this.folder = folder;
        this.fetched = fetched;
        this.root = root;
    }

    /** Opens it, made if missing. */
    static FetchState open(Path fetches, Fetched fetched, AcquireRequest request) throws IOException {
        // It tells whose a folder is that was begun, also when the power has taken the mark in that folder.
        return new FetchState(PrivateFiles.lastingFolder(fetches.resolve(id(request))), fetched, request.root());
    }

    /** The same for the same content to the same place. */
    static String id(AcquireRequest request) {
        String place = request.folder()
                .map(it -> it.toAbsolutePath().normalize().toString())
                .orElseGet(() -> request.parent().toAbsolutePath().normalize() + "/?");
        String all = request.root() + "\0" + place;
        return Hex.encode(Sha256.of(all.getBytes(StandardCharsets.UTF_8))).substring(0, ID_CHARACTERS);
    }

    /** Drops plans, notes of targets that are gone, and the state of what was not gone on with for long. */
    static void dropOrphans(Path fetches, Instant now) {
        try {
            Listing.of(fetches).stream().filter(Files::isDirectory).forEach(it -> dropIfOrphan(it, now));
        } catch (IOException e) {
            LOG.warn("{} cannot be looked through: {}", fetches, e.getMessage());
        }
    }

    private static void dropIfOrphan(Path folder, Instant now) {
        try {
            boolean isOld = lastUsed(folder).isBefore(now.minus(PATIENCE));
            Files.deleteIfExists(folder.resolve(PLAN));
            Optional<Path> target = known(folder);
            if (target.isPresent()) {
                if (isSurelyOver(target.get())) {
                    Files.deleteIfExists(folder.resolve(TARGET));
                }
            } else if (isOld) {
                PrivateFiles.delete(folder);
            }
        } catch (IOException e) {
            LOG.warn("{}, the state of a fetch, cannot be read or dropped: {}", folder, e.getMessage());
        }
    }

    private static Instant lastUsed(Path folder) throws IOException {
        Path pages = folder.resolve(PAGES);
        Instant made = Files.getLastModifiedTime(folder).toInstant();
        Instant added = Files.exists(pages) ? Files.getLastModifiedTime(pages).toInstant() : made;
        return added.isAfter(made) ? added : made;
    }

    private static boolean isUnderway(Path target) {
        // A disk that fails does not tell, and then nothing is to be dropped.
        return !Files.notExists(target.resolve(PathRules.PARTIAL), LinkOption.NOFOLLOW_LINKS);
    }

    /** Also when the power goes: else what was begun could come back, and no one would know any more whose it is. */
    private static boolean isSurelyOver(Path target) throws IOException {
        if (isUnderway(target)) {
            return false;
        }
        ForcedNames.in(target);
        ForcedNames.of(target);
        return true;
    }

    /** Opens the pages of the manifest, with those that are known from elsewhere. */
    PageFile openPages() throws IOException {
        PageFile pages = new PageFile(pages());
        Optional<PageFile> elsewhere = pagesElsewhere();
        try {
            if (elsewhere.isPresent()) {
                pages.putAll(elsewhere.get());
            }
            return pages;
        } catch (IOException e) {
            pages.close();
            throw e;
        } finally {
            if (elsewhere.isPresent()) {
                elsewhere.get().close();
            }
        }
    }

    /** They only save asking peers: if the disk does not give them, it is done without. */
    private Optional<PageFile> pagesElsewhere() {
        try {
            Optional<Path> known = fetched.pages(root);
            return known.isPresent() ? Optional.of(PageFile.forReading(known.get())) : Optional.empty();
        } catch (IOException e) {
            LOG.debug("the pages of {} cannot be read where it was fetched to before", root, e);
            return Optional.empty();
        }
    }

    Path pages() {
        return folder.resolve(PAGES);
    }

    /** Where a new plan goes; an old one is dropped. */
    Path freshPlan() throws IOException {
        Path plan = folder.resolve(PLAN);
        Files.deleteIfExists(plan);
        return plan;
    }

    private static Optional<Path> target(Path folder) throws IOException {
        return StateFile.read(folder.resolve(TARGET), map -> decodeTarget(map, folder.getFileSystem()));
    }

    static Path decodeTarget(CborMap map, FileSystem disk) throws MalformedCborException {
        try {
            return disk.getPath(map.requiredText(TARGET_KEY, Integer.MAX_VALUE));
        } catch (InvalidPathException e) {
            throw new MalformedCborException("a path that this disk cannot have");
        }
    }

    static byte[] encodeTarget(Path target) {
        return CheckedMap.encode(
                StateFile.map().put(TARGET_KEY, target.toString()).build());
    }

    /** Notes which folder is begun; what was noted before does not matter any more, unless a later version of the node did it. */
    void begin(Path target) throws IOException {
        known(folder);
        PrivateFiles.write(folder.resolve(TARGET), encodeTarget(target));
    }

    /** A damaged note is none: the folder itself says whose it is. */
    private static Optional<Path> known(Path folder) throws IOException {
        try {
            return target(folder);
        } catch (DamagedException e) {
            LOG.warn("{}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Notes that nothing was begun there after all, if so: then its pages are kept for the next try. */
    void unbegin(Path target) {
        try {
            if (isSurelyOver(target)) {
                Files.deleteIfExists(folder.resolve(TARGET));
            }
        } catch (IOException e) {
            LOG.debug("{} still says that {} was begun", folder, target, e);
        }
    }

    /** Whether this content was begun in a folder, or written there. */
    boolean isOurs(Path target) throws IOException {
        return known(folder).filter(target::equals).isPresent() || fetched.has(target, root);
    }

    /** Whether this content was written to a folder and can be served from it, and is not being mended. */
    boolean isComplete(Path target) throws IOException {
        return !isUnderway(target) && fetched.isServed(target, root);
    }

    /** All is kept elsewhere. */
    void drop() throws IOException {
        PrivateFiles.delete(folder);
    }
}
