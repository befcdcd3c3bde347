// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.skerry.api.ChunkId;
import org.skerry.api.Share;
import org.skerry.api.ShareException;
import org.skerry.api.ShareOptions;
import org.skerry.api.Skerry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code share {paths, fresh?, keep?}}: reads in and serves; the data is the share with its link. A fresh one ends older
 * shares of the same paths. It is served on after the client has gone; a client that goes while it is still being read in
 * does not want it any more.
 */
final class ShareCommand implements Command {

    private static final Logger LOG = LoggerFactory.getLogger(ShareCommand.class);

    private final WithSkerry skerry;

    ShareCommand(WithSkerry skerry) {
        this.skerry = skerry;
    }

    @Override
    public String name() {
        return "share";
    }

    @Override
    public void run(Arguments arguments, Reply reply) throws UsageException {
        List<Path> paths = arguments.paths("paths");
        ShareOptions options = new ShareOptions(
                arguments.flag("fresh"), arguments.flag("keep"), progress -> reply.progress(Json.of(progress)));
        skerry.then(reply, it -> share(it, paths, options, reply));
    }

    private void share(Skerry node, List<Path> paths, ShareOptions options, Reply reply) {
        Set<ChunkId> before =
                node.shares().stream().map(share -> share.link().root()).collect(Collectors.toSet());
        AtomicBoolean unwanted = new AtomicBoolean();
        reply.onHangUp(() -> unwanted.set(true));
        var unused = node.share(paths, options)
                .whenCompleteAsync(
                        (share, failure) -> {
                            if (failure != null) {
                                fail(failure, reply);
                            } else if (unwanted.get()
                                    && !before.contains(share.link().root())) {
                                share.close();
                            } else {
                                if (options.fresh()) {
                                    endOthers(node, share);
                                }
                                succeed(share, reply);
                            }
                        },
                        skerry.loop());
    }

    /** Who asks for a new secret does not want the old ones to open anything. */
    private static void endOthers(Skerry node, Share fresh) {
        Set<Path> paths = Set.copyOf(fresh.paths());
        node.shares().stream()
                .filter(it -> Set.copyOf(it.paths()).equals(paths))
                .filter(it -> !it.link().root().equals(fresh.link().root()))
                .forEach(Share::close);
    }

    private static void succeed(Share share, Reply reply) {
        reply.data(Json.of(share, true));
        reply.done();
    }

    private static void fail(Throwable failure, Reply reply) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (!(cause instanceof ShareException)) {
            LOG.warn("Sharing failed", cause);
        }
        reply.exit(Reply.FAILED, cause.getMessage() == null ? "sharing failed; see the log" : cause.getMessage());
    }
}
