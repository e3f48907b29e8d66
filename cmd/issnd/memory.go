package main

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"

	"issnd/config"
)

// usualMemory is the limit near which the collector works harder: the cache, the
// orders of the index and a busy server fit under it, besides the headroom.
func usualMemory(cfg *config.Config) int64 {
	const besidesCache = 384<<20 + headroomBytes
	return int64(cfg.Cache.Size) + besidesCache
}

// own is what of all that a process may take is for itself. A quarter is left to
// the files that it reads and writes, which the system has to keep in memory in part.
func own(all int64) int64 { return all / 4 * 3 }

// memoryToBuild is how much the making of an index may take in a process that may
// take all, when it has the usual already. There is always enough to get on.
func memoryToBuild(all, usual int64) int64 {
	const least = 64 << 20
	return max(own(all)-usual, least)
}

// goLimit is GOMEMLIMIT, before the process sets a limit of its own.
var goLimit = debug.SetMemoryLimit(-1)

// memory is how much the process may take: what GOMEMLIMIT and its control groups
// allow, and no more than the machine has.
func memory() int64 { return min(goLimit, groupMemory("/"), machineMemory("/")) }

// groupMemory is what the control groups (cgroup v2) allow that the process is in,
// each of which counts what is within it. The root is that of the file system.
func groupMemory(root string) int64 {
	least := int64(math.MaxInt64)
	groups, err := os.ReadFile(filepath.Join(root, "proc/self/cgroup"))
	if err != nil {
		return least
	}
	for line := range strings.Lines(string(groups)) {
		own, unified := strings.CutPrefix(strings.TrimSpace(line), "0::/")
		if !unified {
			continue
		}
		for group := path.Clean("/" + own); ; group = path.Dir(group) {
			for _, limit := range []string{"memory.max", "memory.high"} {
				text, err := os.ReadFile(filepath.Join(root, "sys/fs/cgroup", group, limit))
				if n, notOne := strconv.ParseInt(string(bytes.TrimSpace(text)), 10, 64); err == nil && notOne == nil {
					least = min(least, n)
				}
			}
			if group == "/" {
				break
			}
		}
	}
	return least
}

// machineMemory is how much the machine has, where the system tells.
func machineMemory(root string) int64 {
	text, err := os.ReadFile(filepath.Join(root, "proc/meminfo"))
	var kilobytes int64
	if err == nil {
		_, err = fmt.Sscanf(string(text), "MemTotal: %d kB", &kilobytes)
	}
	if err != nil {
		return math.MaxInt64
	}
	return kilobytes << 10
}
