// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.skerry.upgrade.trust.Artifact;
import org.skerry.upgrade.trust.Publishers;
import org.skerry.upgrade.trust.Signatures;
import org.skerry.upgrade.trust.SigningKey;
import org.skerry.upgrade.trust.UntrustedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sign --new-key FILE}, {@code sign --key FILE ARTIFACT…}, {@code sign --check ARTIFACT…}. */
@Command(
        name = "sign",
        description = {
            "Sign jars and features, so that nodes that trust the key take them. Needs no node.",
            "--new-key makes a key, --key signs with it: a line in ARTIFACT.sig beside each, next to those of other keys;"
                    + " --check tells which of them the node of this home would take, and exits 0 if all."
        })
final class SignCommand implements Callable<Integer> {

    @ParentCommand
    private SkerryCommand root;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--new-key",
            paramLabel = "FILE",
            description = "Make a secret key, and FILE.pub for those who trust it; print its fingerprint.")
    private Path newKey;

    @Option(names = "--key", paramLabel = "FILE", description = "Sign with this key.")
    private Path key;

    @Option(names = "--replace", description = "With --key: drop the signatures of other keys.")
    private boolean replace;

    @Option(names = "--check", description = "Look who has signed, as etc/publishers of the home has them.")
    private boolean check;

    @Parameters(arity = "0..*", paramLabel = "ARTIFACT", description = "A jar, or a feature.")
    private List<Path> artifacts = List.of();

    @Override
    public Integer call() throws CommandException {
        requireSense();
        try {
            if (newKey != null) {
                return make();
            }
            List<Artifact> present = present();
            return check ? check(present) : sign(present);
        } catch (IOException e) {
            throw new CommandException(Exit.FAILED, e.getMessage(), e);
        }
    }

    private void requireSense() {
        if (Stream.of(newKey != null, key != null, check).filter(it -> it).count() != 1) {
            throw usage("one of --new-key, --key and --check is needed, and no more than one");
        }
        if (replace && key == null) {
            throw usage("--replace goes with --key alone");
        }
        if (newKey != null && !artifacts.isEmpty()) {
            throw usage("--new-key signs nothing; make the key first, then sign with --key");
        }
        if (newKey == null && artifacts.isEmpty()) {
            throw usage("which files? name at least one");
        }
        artifacts.stream()
                .filter(it -> new Artifact(it).isSignatureFile())
                .findFirst()
                .ifPresent(it -> {
                    throw usage(it + " holds signatures; name the file that they are for");
                });
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private List<Artifact> present() throws CommandException {
        for (Path it : artifacts) {
            requireFile(it, "");
        }
        return artifacts.stream().map(Artifact::new).toList();
    }

    private static void requireFile(Path file, String otherwise) throws CommandException {
        if (Files.notExists(file)) {
            throw new CommandException(Exit.NOT_FOUND, "there is no " + file + otherwise);
        }
        if (Files.isDirectory(file)) {
            throw new CommandException(Exit.FAILED, file + " is a folder, where a file is needed");
        }
    }

    private Integer make() throws IOException {
        Path publishers = publishers();
        SigningKey made = SigningKey.make();
        Path open = made.write(newKey);
        print(made.fingerprint());
        Output.messages().println("secret key: " + printable(newKey) + "; keep it, and keep it from others");
        Output.messages()
                .println("public key: " + printable(open)
                        + "; a node trusts it once it is in etc/publishers of its home, here " + printable(publishers));
        return Exit.OK;
    }

    private Integer sign(List<Artifact> files) throws CommandException, IOException {
        requireFile(key, "; make a key with '" + root.commandLine("sign") + " --new-key FILE'");
        SigningKey signing = SigningKey.read(key);
        for (Artifact it : files) {
            it.write(signing.sign(it.sha256(), others(it)));
            print(it.signatureFile().toString());
        }
        Output.messages().println("signed with " + signing.fingerprint());
        return Exit.OK;
    }

    private Signatures others(Artifact artifact) throws CommandException, IOException {
        Optional<String> before = replace ? Optional.empty() : artifact.signature();
        try {
            return before.isPresent() ? Signatures.parse(artifact.name(), before.get()) : Signatures.none();
        } catch (UntrustedException e) {
            throw new CommandException(Exit.FAILED, e.getMessage(), e);
        }
    }

    private Integer check(List<Artifact> files) throws IOException {
        Publishers publishers = Publishers.read(publishers());
        boolean all = true;
        for (Artifact it : files) {
            try {
                String fingerprint = publishers.check(it.name(), it.sha256(), it.signature());
                String publisher = publishers.nameOf(fingerprint).orElse("?");
                print("ok    " + it.file() + ": signed by " + publisher + " (" + fingerprint + ")");
            } catch (UntrustedException | IOException e) {
                all = false;
                print("fail  " + it.file() + ": " + e.getMessage());
            }
        }
        return all ? Exit.OK : Exit.FAILED;
    }

    private Path publishers() {
        return Publishers.folder(root.home().folder());
    }

    private static String printable(Path path) {
        return TextTable.printable(path.toString());
    }

    private void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(TextTable.printable(line));
        out.flush();
    }
}
