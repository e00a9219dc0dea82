#!/bin/sh
# The sweep behind the settings of experiment.json: localization and nBeta, with the step size 0.2 / localization (SGLD's
# variance is then 5 % too large where the prior dominates), on the full ensemble and four heads.
# Usage: sample-models/language-model/sweep.sh FOLDER    (writes FOLDER/sweep.csv; some minutes)
set -eu
model=$(CDPATH='' cd -- "$(dirname "$0")" && pwd -P)
chiscope=${CHISCOPE:-$model/../../chiscope}
mkdir -p "$1"
out=$(CDPATH='' cd -- "$1" && pwd -P)
echo "localization,n_beta,step_size,ensemble,lambda,lambda_se,loss_above_checkpoint,r_hat,ess,autocorrelation_time,acceptance,minibatch_heat,share_beyond_2se,share_noise_null,seconds" >"$out/sweep.csv"
for setting in 100-30 300-30 300-100 1000-30; do
    localization=${setting%-*}
    n_beta=${setting#*-}
    step=$(awk "BEGIN { print 0.2 / $localization }")
    run=$out/$setting
    cat >"$run.json" <<JSON
{"name": "sweep", "model": "$model", "components": ["l0h5", "l0h6", "l1h3", "l1h7"], "patterns": "all",
 "sampler": {"type": "sgld", "stepSize": $step, "nBeta": $n_beta, "localization": $localization, "batchSize": 2},
 "chains": 4, "burnIn": 24, "draws": 30, "stepsBetweenDraws": 6, "seed": 1}
JSON
    [ -e "$run/summary.json" ] || "$chiscope" run "$run.json" --out "$run" >"$run.log" 2>&1 || true
    awk -v prefix="$localization,$n_beta,$step" '
        function value(line) { sub(/^[^:]*: /, "", line); sub(/,$/, "", line); gsub(/"/, "", line); return line }
        /"fluctuation" :/ { share = value($0) }
        /"fluctuationNoiseNull" :/ { null = value($0) }
        /"secondsElapsed" :/ { seconds = value($0) }
        /"ensemble" :/ { name = value($0) }
        /"lambda" :/ { lambda = value($0) }
        /"lambdaStandardError" :/ { se = value($0) }
        /"rHat" :/ { rhat = value($0) }
        /"effectiveSampleSize" :/ { ess = value($0) }
        /"autocorrelationTimeInDraws" :/ { tau = value($0) }
        /"acceptance" :/ { acceptance = value($0) }
        /"minibatchHeat" :/ { heat = value($0) }
        /"meanLossAboveCheckpoint" :/ {
            printf "%s,%s,%.4g,%.2g,%.4g,%.3f,%.0f,%.2f,%.3f,%.1e,%.3f,%.3f,%.0f\n", prefix, name, lambda, se, value($0), rhat, ess, tau, acceptance, heat, share, null, seconds
        }' "$run/summary.json" >>"$out/sweep.csv"
done
