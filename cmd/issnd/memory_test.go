package main

import (
	"math"
	"os"
	"path/filepath"
	"testing"
)

func TestMemoryToBuild(t *testing.T) {
	const mb = 1 << 20
	for _, tt := range []struct{ all, usual, want int64 }{
		{256 * mb, 464 * mb, 64 * mb},
		{1024 * mb, 464 * mb, 304 * mb},
		{1024 * mb, 400 * mb, 368 * mb},
		{8192 * mb, 464 * mb, 5680 * mb},
		{math.MaxInt64, 464 * mb, math.MaxInt64/4*3 - 464*mb},
	} {
		if got := memoryToBuild(tt.all, tt.usual); got != tt.want {
			t.Errorf("of %d beside %d: %d, want %d", tt.all, tt.usual, got, tt.want)
		}
	}
}

func TestMemoryOfTheProcess(t *testing.T) {
	for name, tt := range map[string]struct {
		files          map[string]string
		group, machine int64
	}{
		"nothing is told":      {nil, math.MaxInt64, math.MaxInt64},
		"of the machine alone": {map[string]string{"proc/meminfo": "MemTotal:        2048 kB\nMemFree: 1 kB\n"}, math.MaxInt64, 2 << 20},
		"a container": {map[string]string{
			"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "1073741824\n", "sys/fs/cgroup/memory.high": "max\n",
		}, 1 << 30, math.MaxInt64},
		"a group within others": {map[string]string{
			"proc/self/cgroup":                            "1:name=systemd:/x\n0::/a.slice/b.service\n",
			"sys/fs/cgroup/a.slice/b.service/memory.max":  "max\n",
			"sys/fs/cgroup/a.slice/b.service/memory.high": "4096\n",
			"sys/fs/cgroup/a.slice/memory.max":            "8192\n",
			"sys/fs/cgroup/memory.max":                    "broken",
		}, 4096, math.MaxInt64},
		"the least is further out": {map[string]string{
			"proc/self/cgroup":                           "0::/a.slice/b.service\n",
			"sys/fs/cgroup/a.slice/b.service/memory.max": "8192\n",
			"sys/fs/cgroup/a.slice/memory.max":           "4096\n",
		}, 4096, math.MaxInt64},
		"the first version": {map[string]string{
			"proc/self/cgroup": "4:memory:/x\n", "sys/fs/cgroup/memory.max": "1\n",
		}, math.MaxInt64, math.MaxInt64},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			for file, text := range tt.files {
				at := filepath.Join(root, file)
				if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(at, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if got := groupMemory(root); got != tt.group {
				t.Errorf("groups allow %d, want %d", got, tt.group)
			}
			if got := machineMemory(root); got != tt.machine {
				t.Errorf("the machine has %d, want %d", got, tt.machine)
			}
		})
	}
}
