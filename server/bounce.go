package main

import (
	"io"
	"os"

	"github.com/spf13/cobra"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// mostBounce is the most bytes of a message that came back: servers that give
// the whole message back give its attachments too.
const mostBounce = 64 << 20

// bounceCommand takes in one message that came back, as a mail server hands it to
// a program (an alias "|tongbao bounce") or as a person has saved it.
func bounceCommand(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "bounce [FILE.eml]",
		Short: "登记一封退信（不给文件时从标准输入读）",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, files []string) error {
			in := cmd.InOrStdin()
			if len(files) == 1 {
				file, err := os.Open(files[0])
				if err != nil {
					return ledger.Errorf(ledger.CodeNotFound, "不能打开“%s”：%v", files[0], err)
				}
				defer func() { _ = file.Close() }() // only read from
				in = file
			}
			raw, err := io.ReadAll(io.LimitReader(in, mostBounce))
			if err != nil {
				return ledger.Errorf(ledger.CodeUnavailable, "退信没有读完：%v", err)
			}
			s, closeStore, err := o.open(cmd.Context(), quietLog())
			if err != nil {
				return err
			}
			d, err := s.TakeBounce(cmd.Context(), raw, app.CommandLine)
			if err := closeAfter(closeStore, err); err != nil {
				return err
			}
			outf("邮件#%d %s <%s>：%s\n", d.ID, d.Unit, d.Address, d.Answer)
			return nil
		},
	}
}
