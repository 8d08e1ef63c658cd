package io.chutes.cli;

import java.util.Set;

/**
 * What {@code chutes --help} prints: what Picocli makes of the commands, which takes it ten times as long as the JVM takes to start. Kept
 * in a class and not in a file, since an AOT cache has the one and a jar would have to be opened for the other.
 */
final class RootHelp {
    static final Set<String> OPTIONS = Set.of("-h", "--help");

    // Made from the commands: mvn -pl cli test -Dtest=HelpTest -Ddocs=write
    static final String TEXT = """
            Usage: chutes [-hV] [--debug] COMMAND
            Serverless GPU inference for Java developers.
                  --debug     Print the stack trace of a failure.
              -h, --help      Print this help.
              -V, --version   Print the version of chutes and of the Java that runs it.
            Commands:
              quickstart   Starts the platform on this machine, deploys the hello sample to
                             it, calls it and shows the bill.
              new          Make a Maven project with a chute that works, and a test of it.
              run          Serve a project's chute on this machine, with the routes, limits
                             and encoders of its image and a page to try it on; compiles
                             and reloads when a source changes. Secrets are taken from
                             variables of their names.
              platform     The platform of this machine: control plane, database and a
                             node, in the background.
              login        Keep an API key for the commands to come, once the platform has
                             said whose it is. The key is asked for on a terminal, and read
                             from standard input elsewhere.
              register     Open an account, and keep its key for the commands to come.
              profiles     The accounts that this machine has keys of.
              developer    Leave the deposit of a developer in escrow; from then on the
                             account may push and deploy.
              faucet       Ask an embedded platform for play money; no other has any.
              doctor       Look whether this machine has what the commands need; exits with
                             1 if something fails.
              build        Compile a project and build the image of its chute; prints the
                             digest.
              verify       Build a project's image again and compare it with a given one:
                             the same digest, or what differs.
              push         Build a project's image and push it to the platform; prints what
                             deploy --image takes.
              plan         Build and push a project's image, and say what deploying it
                             would change, break and cost; deploys nothing.
              deploy       Build, push and plan a project's image, and let it serve once
                             that is agreed to.
              promote      Give all calls to the version that is tried out.
              rollback     End the trial of a version if one is tried out; else let the
                             version serve that did before this one.
              scale        Set how few and how many instances a chute has, without a new
                             version; shows it if nothing is set. It stays over new
                             versions.
              warmup       Start an instance of a chute if there is none, before somebody
                             calls; it stays for idleShutdown.
              invoke       Call an endpoint of a chute and print what it answers; the
                             events of a stream are printed as they come. A chute that
                             sleeps is woken by it.
              logs         What the instances of a chute wrote, gone or not, oldest first;
                             with --json an object a line.
              explain      Why a chute is not ready, why it has as many instances as it
                             has, and what has changed.
              share        Let another account call a chute, or everybody; they do nothing
                             else with it. chutes shares list says who may.
              price        The prices of hardware; or what others pay for calls to a chute,
                             which an option changes.
              usage        What the account used in whole hours, and what it cost, USD.
              balance      What the account can spend, USD.
              node         Lend this machine to a platform; chutes nodes is about all that
                             it has.
              completion   Print a script by which Bash and Zsh complete these commands.
              chutes       The chutes of the account.
              images       The images that the account has pushed.
              versions     The versions of a chute, newest first; none ever changes.
              rollouts     Which versions of a chute have served, newest first.
              shares       The accounts that may call a chute; chutes share adds one.
              instances    The instances of the account's chutes, newest first.
              jobs         The jobs that the account started, newest first.
              secrets      The account's secrets; no command shows a value.
              keys         The account's API keys; deleting one revokes it.
              nodes        The nodes that the account lends; to an administrator all.
              node-tokens  The tokens by which nodes may still join; chutes nodes token
                             makes one, and deleting one revokes it.
              budgets      The caps on what may be spent.
              deposits     What the account has paid in, newest first.
              ledger       What has moved the account's money, newest first.
              events       What has changed in the account, newest first.

            Exit codes:
              0   done
              1   failed
              2   not understood
              3   there is no such thing
              4   the platform refuses: no key, not allowed, or no credit
              5   something stands against it: another change, callers that would be hurt,
                    or a missing --yes
              6   the platform does not answer

            Environment:
              CHUTES_URL      address of the platform, in place of the profile's
              CHUTES_KEY      API key, in place of the profile's; for build and verify the
                              password of a registry
              CHUTES_PROFILE  name of the profile, in place of the one in use
              CHUTES_CONFIG   file of the profiles, in place of chutes/config.json in the
                              XDG configuration folder
            """;

    private RootHelp() {}
}
