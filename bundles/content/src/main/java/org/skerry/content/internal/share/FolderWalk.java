// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.skerry.api.ShareException;
import org.skerry.base.disk.Listing;
import org.skerry.content.internal.disk.FileStamp;
import org.skerry.content.internal.manifest.PathRules;

/**
 * Lists all that is shared, in the order of the catalog. Follows no symlink but those that were named for sharing
 * themselves. Holds the names of the open folders only.
 */
final class FolderWalk {

    private final SharedPaths shared;
    private final Path home;
    private final Sink sink;

    /** Takes what is found. */
    interface Sink {

        /** The next, in order. */
        void found(Walked entry) throws ShareException;
    }

    /** With {@code home} the real path of the node's home: it holds keys and secrets, and is never shared. */
    FolderWalk(SharedPaths shared, Path home, Sink sink) {
        this.shared = shared;
        this.home = home;
        this.sink = sink;
    }

    /** Walks; returns the stamp of the folder, if a single one is shared. */
    Optional<FileStamp> run() throws ShareException {
        if (shared.folder().isPresent()) {
            Path folder = shared.folder().get();
            refuseHome(folder);
            FileStamp stamp = stamp(folder);
            list(folder, "");
            return Optional.of(stamp);
        }
        Map<String, Path> sorted = new TreeMap<>(PathRules::compare);
        sorted.putAll(shared.byName());
        for (Map.Entry<String, Path> entry : sorted.entrySet()) {
            refuseHome(entry.getValue());
            visit(entry.getValue(), entry.getKey());
        }
        return Optional.empty();
    }

    private void list(Path folder, String prefix) throws ShareException {
        List<String> names = new ArrayList<>();
        try {
            for (Path child : Listing.of(folder)) {
                names.add(name(folder, child));
            }
        } catch (IOException e) {
            throw failed(folder, e);
        }
        names.sort(PathRules::compare);
        for (String name : names) {
            visit(folder.resolve(name), prefix.isEmpty() ? name : prefix + "/" + name);
        }
    }

    /** A name that does not survive the way into a string and back is no UTF-8. */
    private static String name(Path folder, Path child) throws ShareException {
        try {
            String name = child.getFileName().toString();
            if (folder.resolve(name).equals(child)) {
                return name;
            }
        } catch (InvalidPathException e) {
            // Said below.
        }
        throw new ShareException("the name of " + child + " is not UTF-8; rename it to share it");
    }

    private void visit(Path path, String name) throws ShareException {
        String complaint = PathRules.complaint(name).orElse("");
        if (!complaint.isEmpty()) {
            throw new ShareException("cannot share " + path + ": its path " + complaint);
        }
        FileStamp stamp = stamp(path);
        switch (stamp.kind()) {
            case FILE -> sink.found(Walked.of(name, stamp, ""));
            case SYMLINK -> sink.found(Walked.of(name, stamp, target(path, name)));
            case FOLDER -> {
                refuseHome(path);
                sink.found(Walked.of(name, stamp, ""));
                list(path, name);
            }
            case SPECIAL ->
                throw new ShareException(
                        "cannot share " + path + ": it is a pipe, socket or device; move it out of the folder");
        }
    }

    private void refuseHome(Path path) throws ShareException {
        if (path.startsWith(home)) {
            throw new ShareException("cannot share " + path + ": the home of this node, " + home
                    + ", holds its keys; share what lies elsewhere");
        }
    }

    private static String target(Path link, String name) throws ShareException {
        try {
            String target = Files.readSymbolicLink(link).toString();
            Optional<String> complaint = PathRules.complaint(name, target);
            if (complaint.isPresent()) {
                throw new ShareException("cannot share the symlink " + link + ": its target " + complaint.get());
            }
            return target;
        } catch (IOException e) {
            throw failed(link, e);
        }
    }

    private static FileStamp stamp(Path path) throws ShareException {
        try {
            return FileStamp.of(path);
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    /** Says in one line why a path could not be read. */
    static ShareException failed(Path path, IOException why) {
        if (why instanceof AccessDeniedException) {
            return new ShareException("cannot read " + path + ": permission denied");
        } else if (why instanceof NoSuchFileException) {
            return new ShareException("cannot read " + path + ": it is not there");
        }
        return new ShareException("cannot read " + path + ": " + why.getMessage());
    }
}
