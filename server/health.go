package main

import (
	"fmt"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"tongbao/server/ledger"
)

// healthCommand asks a running server whether it is well; a container's health
// check needs no other tool.
func healthCommand() *cobra.Command {
	var addr string
	cmd := &cobra.Command{
		Use:   "health",
		Short: "查看本机的服务是否正常",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			client := http.Client{Timeout: 5 * time.Second}
			request, err := http.NewRequestWithContext(cmd.Context(), http.MethodGet, "http://"+addr+"/healthz", nil)
			if err != nil {
				return usageError{fmt.Errorf("地址“%s”不对", addr)}
			}
			response, err := client.Do(request)
			if err != nil {
				return ledger.Errorf(ledger.CodeUnavailable, "服务没有应答：%v", err)
			}
			if err := response.Body.Close(); err != nil {
				return fmt.Errorf("health: %w", err)
			}
			if response.StatusCode != http.StatusOK {
				return ledger.Errorf(ledger.CodeUnavailable, "服务不正常：%s", response.Status)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&addr, "addr", "127.0.0.1:8080", "服务的地址")
	return cmd
}
