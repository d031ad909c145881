// Command tongbao is 实事通报: it takes the tables of progress that units send
// in, keeps them in a ledger, judges every project against its schedule and
// makes the bulletin. This package only wires the parts together; each command
// has a file of its own.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // Asia/Shanghai also where the machine has no zone files

	"github.com/spf13/cobra"

	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// Exit codes, as the contract with scripts has them.
const (
	exitDone    = 0
	exitRefused = 1 // findings of severity error, or a refused input
	exitUsage   = 2 // wrong usage, or something that is not built yet
)

func main() { os.Exit(program(os.Args[1:])) }

// What the garbage collector aims at, in bytes, unless GOMEMLIMIT says
// otherwise: for a command, which reads one file at a time, and for a server
// with a large file, small ones beside it and the bodies of requests. What is
// held in truth, the limits of the reader and of forms bound.
const (
	commandMemory = 200 << 20
	serverMemory  = 400 << 20
)

// gcPercent is how far the heap may grow past what is in use, in percent of it,
// while it is below that aim: a table that was checked leaves nothing behind,
// so to collect less often costs no more than a part of the memory aimed at.
const gcPercent = 400

func aimAtMemory(bytes int64) {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(bytes)
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
}

// collectOften lets the heap grow only by a quarter of what is in use, until restore is
// called: for work that goes on for long and is in no hurry.
func collectOften() (restore func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	before := debug.SetGCPercent(25)
	return func() { debug.SetGCPercent(before) }
}

// program runs one command until it ends or the process is told to stop.
func program(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	aimAtMemory(commandMemory)
	return run(ctx, args)
}

// errFindings ends a command whose findings have been printed already.
var errFindings = errors.New("findings")

// usageError is a wrong use of a command.
type usageError struct{ error }

// noArgs refuses words that are neither a command nor a flag.
func noArgs(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageError{fmt.Errorf("没有“%s”这个命令或参数", args[0])}
	}
	return nil
}

func run(ctx context.Context, args []string) int {
	cmd := rootCommand()
	cmd.SetArgs(args)
	err := cmd.ExecuteContext(ctx)
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errFindings):
		return exitRefused
	case errors.As(err, &usage):
		errf("用法不对：%v\n运行 tongbao --help 查看各命令的用法。\n", err)
		return exitUsage
	}
	printError(err)
	return exitRefused
}

func printError(err error) {
	errf("错误：%v\n", err)
	if cause := causeOf(err); cause != "" {
		errf("原因：%s\n", cause)
	}
	var e *ledger.Error
	if errors.As(err, &e) {
		printFindings(e.Findings)
	}
}

// causeOf is what the system said behind an error's words, on one line; ""
// where the words say it already.
func causeOf(err error) string {
	var e *ledger.Error
	if !errors.As(err, &e) {
		return ""
	}
	cause := errors.Unwrap(e)
	if cause == nil || strings.Contains(e.Message, cause.Error()) {
		return ""
	}
	return strings.Join(strings.Fields(cause.Error()), " ")
}

// printFindings writes findings for people, errors first.
func printFindings(list []ledger.Finding) {
	for _, severity := range []ledger.Severity{ledger.SeverityError, ledger.SeverityWarning} {
		for _, f := range list {
			if f.Severity != severity {
				continue
			}
			word := map[ledger.Severity]string{ledger.SeverityError: "错误", ledger.SeverityWarning: "提醒"}[severity]
			errf("%s：%s\n", word, intake.Words(f))
		}
	}
}

// shanghai is the time zone that dates are told in.
func shanghai() (*time.Location, error) { return time.LoadLocation("Asia/Shanghai") }

func rootCommand() *cobra.Command {
	var o options
	root := &cobra.Command{
		Use:           "tongbao",
		Short:         "实事通报：民生实事进展的报送、研判与通报",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noArgs,
	}
	root.PersistentFlags().StringVar(&o.data, "data", "", "存放台账、上传文件和通报的文件夹（默认 ./data，或 "+setData+"）")
	root.PersistentFlags().StringVar(&o.file, "config", "", "配置文件，每行一个 名称=值（默认取 "+setFile+"）")
	serve := serveCommand(&o)
	root.Flags().AddFlagSet(serve.Flags())
	root.RunE = serve.RunE // serve is what the program does when no command is given
	root.AddCommand(serve, demoCommand(&o), checkCommand(&o), importCommand(&o), returnCommand(&o), bulletinCommand(&o), exchangeCommand(&o), templateCommand(&o),
		exportCommand(&o), traceCommand(&o), verifyCommand(&o), tidyCommand(&o), migrateCommand(&o), backupCommand(&o), restoreCommand(&o), configCommand(&o), doctorCommand(&o),
		healthCommand(), bounceCommand(&o))
	root.AddCommand(laterCommands()...)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.CompletionOptions.DisableDefaultCmd = true
	return root
}
