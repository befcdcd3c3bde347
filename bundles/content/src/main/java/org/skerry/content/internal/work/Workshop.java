// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.work;

import java.nio.file.Path;
import java.security.SecureRandom;
import org.skerry.base.loop.Loop;
import org.skerry.base.loop.Workers;
import org.skerry.content.internal.disk.DiskRules;

/**
 * What all shares and acquisitions of a node work with.
 *
 * @param settings limits
 * @param workers for short work: hash, encrypt, read or write one chunk
 * @param readers for reading folders in, which takes long and waits for the workers; never the same threads
 * @param jobs for planning, checking and finishing what is written, which does so, too; others than the readers, so that a big
 *     share does not hold up a fetch
 * @param namers for waiting for the disk, many at a time, before files get their names
 * @param loop where listeners are called and state without a lock lives
 * @param probe finds out what the disk takes for the same name
 * @param random makes secrets
 * @param home of the node, which holds its keys and the secrets of its shares; real path
 */
public record Workshop(
        Settings settings,
        Workers workers,
        Workers readers,
        Workers jobs,
        Workers namers,
        Loop loop,
        DiskRules.Probe probe,
        SecureRandom random,
        Path home) {}
