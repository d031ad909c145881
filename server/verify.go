package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"tongbao/server/internal/app"
)

func verifyCommand(o *options) *cobra.Command {
	var backup string
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "核对数据库、日志链和台账用到的文件，或一个备份",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if backup == "" {
				return o.withService(cmd.Context(), func(s *app.Service) error { return verifyAll(cmd.Context(), s) })
			}
			conf, err := o.settings()
			if err != nil {
				return err
			}
			here, err := configured(conf, quietLog())
			if err != nil {
				return err
			}
			return verifyBackup(cmd.Context(), backup, here.database)
		},
	}
	cmd.Flags().StringVar(&backup, "backup", "", "核对这个备份文件，不动台账")
	return cmd
}

// verifyAll prints what is wrong with a ledger.
func verifyAll(ctx context.Context, s *app.Service) error {
	wrong, err := s.Verify(ctx)
	if err != nil {
		return err
	}
	for _, w := range wrong {
		fmt.Fprintln(os.Stderr, w)
	}
	if len(wrong) > 0 {
		return errFindings
	}
	fmt.Println("核对无误。")
	return nil
}
