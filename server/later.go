package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

// laterCommands are commands of the contract that this version does not offer.
func laterCommands() []*cobra.Command {
	var out []*cobra.Command
	for _, c := range []struct{ use, short string }{
		{"user", "管理账号"},
	} {
		out = append(out, &cobra.Command{
			Use: c.use, Short: c.short + "（尚未提供）", Hidden: true, DisableFlagParsing: true,
			RunE: func(*cobra.Command, []string) error {
				return notOffered(c.use)
			},
		})
	}
	return out
}

func notOffered(what string) error {
	return usageError{fmt.Errorf("“%s”尚未提供", what)}
}
